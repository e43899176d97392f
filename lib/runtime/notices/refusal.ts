import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from "aws-lambda";
import type { Problem } from "../http/request/problem.ts";
import { safeHeaders } from "../http/safe-headers.ts";

/** Why nothing came of a notice. */
export type Refused =
  | "malformed"
  | "forged"
  | "tooLarge"
  | "unknownAddress"
  | "methodNotAllowed"
  | "broken";

interface Kind {
  readonly status: number;
  readonly type: string;
  readonly title: string;
}

/** 503 is answered where a repeat may help: Business Central tries again for a day and a half. */
const kinds: Readonly<Record<Refused, Kind>> = {
  malformed: { status: 400, type: "invalid", title: "This is not a notice" },
  forged: { status: 401, type: "forged", title: "The notice does not bear our secret" },
  unknownAddress: { status: 404, type: "unknown-route", title: "No such address" },
  methodNotAllowed: { status: 405, type: "method-not-allowed", title: "Method not allowed" },
  tooLarge: { status: 413, type: "too-large", title: "The notice is too large" },
  broken: { status: 503, type: "broken", title: "Something went wrong here" },
};

/** RFC 9457, without a word of what was sent. */
export function refusal(
  { rawPath, requestContext: { requestId } }: APIGatewayProxyEventV2,
  refused: Refused,
): APIGatewayProxyStructuredResultV2 {
  const { status, type, title } = kinds[refused];
  const problem: Problem = {
    type: `urn:tandem:problem:${type}`,
    title,
    status,
    instance: rawPath,
    requestId,
  };
  return {
    statusCode: status,
    headers: {
      "content-type": "application/problem+json",
      "cache-control": "no-store",
      ...safeHeaders,
    },
    body: JSON.stringify(problem),
  };
}
