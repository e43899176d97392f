import type { APIGatewayProxyEventV2 } from "aws-lambda";
import { failed, ok, type Result } from "../../../domain/result.ts";
import type { RequestFailure } from "./problem.ts";

/** The largest body that any route has use for is a mapping of 200 fields, or 1000 ids. */
const largestBody = 512 * 1024;

/** A mapping has about seven levels. What walks a value calls itself, and the stack has an end. */
const deepestBody = 32;

/** The JSON of the request; undefined when nothing was sent. */
export function readBody(event: APIGatewayProxyEventV2): Result<unknown, RequestFailure> {
  const { body, isBase64Encoded, headers } = event;
  if (body === undefined || body === "") return ok(undefined);
  const bytes = Buffer.from(body, isBase64Encoded ? "base64" : "utf8");
  if (bytes.length > largestBody) {
    const message = `The body has ${bytes.length} bytes. At most ${largestBody} are taken.`;
    return failed({ code: "tooLarge", message });
  }
  if (!isJson(headers["content-type"])) {
    return failed({ code: "wrongContentType", message: "Send the body as application/json." });
  }
  const value = parsed(bytes.toString());
  if (value === undefined) return invalidBody("The body is not valid JSON.");
  if (isDeeperThan(deepestBody, value)) {
    return invalidBody(`The body has more than ${deepestBody} levels.`);
  }
  return ok(value);
}

/** Undefined when it is not JSON. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isDeeperThan(most: number, value: unknown): boolean {
  let level: readonly unknown[] = [value];
  for (let depth = 0; depth < most; depth += 1) {
    level = level.flatMap((each): readonly unknown[] =>
      typeof each === "object" && each !== null ? Object.values(each) : [],
    );
    if (level.length === 0) return false;
  }
  return true;
}

const invalidBody = (message: string) =>
  failed<RequestFailure>({ code: "invalid", message, faults: [{ path: "body", message }] });

const isJson = (contentType = ""): boolean =>
  /^application\/([\w.-]+\+)?json\s*(;|$)/i.test(contentType.trim());
