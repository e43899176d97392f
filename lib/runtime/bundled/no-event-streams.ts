/**
 * Stands in for `@smithy/core/event-streams` in bundles. The SDK loads it for operations that
 * stream events, which DynamoDB, SQS, EventBridge and Secrets Manager do not have.
 */
export const eventStreamSerdeProvider = (): never => {
  throw new Error("Event streams are left out of the bundles.");
};
