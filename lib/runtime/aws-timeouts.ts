/**
 * For every client of AWS. Without it a connection that went dead while Lambda froze us is waited for
 * until the function is stopped, and the step with it. A request that took too long is sent again.
 */
export const awsTimeouts = {
  requestHandler: {
    connectionTimeout: 3_000,
    // SQS and DynamoDB answer in a tenth of a second; a busy machine of a developer may take longer.
    requestTimeout: 15_000,
    throwOnRequestTimeout: true,
  },
} as const;
