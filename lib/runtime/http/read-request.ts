import type { APIGatewayProxyEventV2 } from "aws-lambda";
import { failed, ok, type Result } from "../../domain/result.ts";
import type { RequestFailure } from "./problem.ts";

/** The largest body that any route has use for is a mapping of 200 fields, or 1000 ids. */
const largestBody = 512 * 1024;

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
  try {
    return ok(JSON.parse(bytes.toString()));
  } catch {
    const message = "The body is not valid JSON.";
    return failed({ code: "invalid", message, faults: [{ path: "body", message }] });
  }
}

const isJson = (contentType = ""): boolean =>
  /^application\/([\w.-]+\+)?json\s*(;|$)/i.test(contentType.trim());
