import type { APIGatewayProxyStructuredResultV2 } from "aws-lambda";
import * as z from "zod/mini";
import { JobId } from "../../../domain/ids.ts";

/** What the log says of a request that changed something: from here one follows its jobs. */
export interface ToldRequest {
  readonly requestId: string;
  readonly method: string;
  readonly path: string;
  readonly status: number | undefined;
  readonly jobIds: readonly JobId[];
}

interface RequestParts {
  readonly rawPath: string;
  readonly requestContext: {
    readonly requestId: string;
    readonly http: { readonly method: string };
  };
}

const Named = z.object({ id: JobId });
const Answer = z.object({ job: z.optional(Named), jobs: z.optional(z.array(Named)) });

/** Undefined for a request that only reads: the gateway's log has it. */
export function toldRequest(
  { rawPath: path, requestContext }: RequestParts,
  { statusCode: status, body }: Pick<APIGatewayProxyStructuredResultV2, "statusCode" | "body">,
): ToldRequest | undefined {
  const { requestId, http } = requestContext;
  if (http.method === "GET") return undefined;
  const answer = Answer.safeParse(JSON.parse(body ?? "null")).data;
  const jobIds = [answer?.job, ...(answer?.jobs ?? [])].flatMap((job) => job?.id ?? []);
  return { requestId, method: http.method, path, status, jobIds };
}
