import type { NodejsFunction } from "aws-cdk-lib/aws-lambda-nodejs";

/** What runs in a tenant's stack. */
/** A type, not an interface, so that `Object.values` knows what it lists. */
export type Functions = {
  readonly syncWorker: NodejsFunction;
  readonly scheduleTick: NodejsFunction;
  readonly deadLetter: NodejsFunction;
  readonly api: NodejsFunction;
  readonly changeNotice: NodejsFunction;
  readonly consolePage: NodejsFunction;
};
