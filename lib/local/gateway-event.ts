import { randomUUID } from "node:crypto";
import type { IncomingMessage } from "node:http";
import type { APIGatewayProxyEventV2 } from "aws-lambda";

/**
 * The request as an HTTP API passes it to Lambda (payload format 2.0). `badPath` when the path has
 * broken percent signs: the gateway decodes it before it calls the function.
 */
export function gatewayEvent(
  request: IncomingMessage,
  body: Buffer,
): APIGatewayProxyEventV2 | "badPath" {
  const target = request.url ?? "/";
  const mark = target.indexOf("?");
  const rawPath = decoded(mark === -1 ? target : target.slice(0, mark));
  if (rawPath === undefined) return "badPath";

  const rawQueryString = mark === -1 ? "" : target.slice(mark + 1);
  const { cookie, ...headers } = joinedHeaders(request);
  return {
    version: "2.0",
    routeKey: "$default",
    rawPath,
    rawQueryString,
    ...(cookie === undefined ? {} : { cookies: cookie.split(/; */) }),
    headers,
    ...(rawQueryString === "" ? {} : { queryStringParameters: joinedQuery(rawQueryString) }),
    requestContext: requestContext(request, rawPath, headers),
    ...bodyFields(body, headers["content-type"]),
  };
}

function decoded(path: string): string | undefined {
  try {
    return decodeURIComponent(path);
  } catch {
    return undefined;
  }
}

/** Lower-case names; several of one name are joined by commas. */
const joinedHeaders = (request: IncomingMessage): Record<string, string> =>
  Object.fromEntries(
    Object.entries(request.headersDistinct).map(([name, values = []]) => [
      name,
      values.join(name === "cookie" ? "; " : ","),
    ]),
  );

function joinedQuery(query: string): Record<string, string> {
  const parameters = new URLSearchParams(query);
  return Object.fromEntries(
    [...parameters.keys()].map((name) => [name, parameters.getAll(name).join(",")]),
  );
}

function requestContext(
  request: IncomingMessage,
  path: string,
  headers: Readonly<Record<string, string>>,
): APIGatewayProxyEventV2["requestContext"] {
  const now = new Date();
  const domainName = headers["host"] ?? "localhost";
  return {
    accountId: "000000000000",
    apiId: "local",
    domainName,
    domainPrefix: domainName.split(/[.:]/)[0] ?? domainName,
    http: {
      method: request.method ?? "GET",
      path,
      protocol: `HTTP/${request.httpVersion}`,
      sourceIp: request.socket.remoteAddress ?? "127.0.0.1",
      userAgent: headers["user-agent"] ?? "",
    },
    requestId: randomUUID(),
    routeKey: "$default",
    stage: "$default",
    time: now.toISOString(),
    timeEpoch: now.getTime(),
  };
}

const textTypes = /^(text\/|application\/([\w.-]+\+)?(json|xml)\b|application\/javascript\b)/i;

/** What is not text by its content type comes as base64. */
function bodyFields(
  body: Buffer,
  contentType: string | undefined,
): { body?: string; isBase64Encoded: boolean } {
  if (body.length === 0) return { isBase64Encoded: false };
  const isText = contentType !== undefined && textTypes.test(contentType);
  return { body: body.toString(isText ? "utf8" : "base64"), isBase64Encoded: !isText };
}
