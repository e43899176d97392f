import type { NodejsFunction } from "aws-cdk-lib/aws-lambda-nodejs";

/** What runs in a tenant's stack. */
export interface Functions {
  readonly syncWorker: NodejsFunction;
  readonly scheduleTick: NodejsFunction;
  readonly deadLetter: NodejsFunction;
  readonly api: NodejsFunction;
  readonly changeNotice: NodejsFunction;
  readonly consolePage: NodejsFunction;
}
