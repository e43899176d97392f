import { fileURLToPath } from "node:url";
import { Duration, RemovalPolicy, type Stack, Validations } from "aws-cdk-lib";
import { Role, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import { Architecture, LoggingFormat, RecursiveLoop, Runtime } from "aws-cdk-lib/aws-lambda";
import { type ICommandHooks, NodejsFunction } from "aws-cdk-lib/aws-lambda-nodejs";
import { LogGroup } from "aws-cdk-lib/aws-logs";
import type * as z from "zod/mini";
import { logRetentionOf, type Tenant } from "../tenant/tenant.ts";
import { bundling } from "./bundling.ts";

/** A value for every variable that the function's own schema asks for: one missing does not compile. */
type ValuesFor<S extends z.core.$ZodType> = {
  readonly [Name in keyof z.input<S>]: string;
};

export interface TandemFunctionProps<S extends z.core.$ZodType> {
  /** In `functions/`. */
  readonly folder: string;
  readonly does: string;
  readonly environment: S;
  readonly values: ValuesFor<S>;
  readonly seconds: number;
  readonly megabytes: number;
  readonly tenant: Tenant;
  /** Anybody on the internet can call it: it gets no more of the account's concurrency than the tenant's file says. */
  readonly isOpen?: boolean | undefined;
  /**
   * What it sends leads to further calls of it. Lambda takes sixteen calls that followed from one
   * another for a loop that nobody wants, and would drop the next message.
   */
  readonly callsItself?: boolean | undefined;
  /** The command that adds files to the bundle in this folder. */
  readonly addFiles?: ((bundle: string) => string) | undefined;
}

const root = fileURLToPath(new URL("../..", import.meta.url));

/** The one way a function is made here: runtime, processor, bundle, logs and rights. */
export function defineFunction<S extends z.core.$ZodType>(
  stack: Stack,
  id: string,
  props: TandemFunctionProps<S>,
): NodejsFunction {
  const logGroup = new LogGroup(stack, `${id}Logs`, {
    retention: logRetentionOf(props.tenant),
    removalPolicy: RemovalPolicy.DESTROY,
  });
  // Not the managed policy that CDK attaches: it may write to every log group of the account.
  const role = new Role(stack, `${id}Role`, {
    assumedBy: new ServicePrincipal("lambda.amazonaws.com"),
  });
  logGroup.grantWrite(role);

  const { openAtOnce } = props.tenant;
  const made = new NodejsFunction(stack, id, {
    description: props.does,
    entry: `${root}functions/${props.folder}/handler.ts`,
    projectRoot: root,
    depsLockFilePath: `${root}package-lock.json`,
    handler: "handler",
    runtime: Runtime.NODEJS_24_X,
    architecture: Architecture.ARM_64,
    timeout: Duration.seconds(props.seconds),
    memorySize: props.megabytes,
    environment: { ...props.values, NODE_OPTIONS: "--enable-source-maps" },
    role,
    logGroup,
    loggingFormat: LoggingFormat.JSON,
    ...(props.isOpen && openAtOnce !== "none" && { reservedConcurrentExecutions: openAtOnce }),
    ...(props.callsItself && { recursiveLoop: RecursiveLoop.ALLOW }),
    bundling: { ...bundling, ...(props.addFiles && { commandHooks: adding(props.addFiles) }) },
  });
  acknowledge(made);
  return made;
}

const adding = (command: NonNullable<TandemFunctionProps<never>["addFiles"]>): ICommandHooks => ({
  beforeBundling: () => [],
  beforeInstall: () => [],
  afterBundling: (_project, bundle) => [`cd "${root}" && ${command(bundle)}`],
});

function acknowledge(made: NodejsFunction): void {
  Validations.of(made).acknowledge(
    {
      id: "Serverless-LambdaTracing",
      reason: "Ids in all lines lead from request to step; X-Ray's SDK makes a start 60 ms longer.",
    },
    {
      id: "Serverless-LambdaDLQ",
      reason: "What is invoked asynchronously is only the tick, which the next minute repeats.",
    },
    {
      id: "Serverless-LambdaEventSourceMappingDestination",
      reason: "A message that fails stays in its queue; the queue's own redrive policy decides.",
    },
    {
      id: "Serverless-LambdaAsyncFailureDestination",
      reason: "What is invoked asynchronously is only the tick, which the next minute repeats.",
    },
  );
}
