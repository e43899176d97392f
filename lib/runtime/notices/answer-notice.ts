import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from "aws-lambda";
import { failed, ok, type Result } from "../../domain/result.ts";
import type { NotedChange } from "../../manage/schedules/wake-on-notice.ts";
import { safeHeaders } from "../http/safe-headers.ts";
import { bearsSecret, readBusinessCentralNotices } from "./business-central-notice.ts";
import { readDataverseNotice } from "./dataverse-notice.ts";
import { isSecret, type NoticeSecrets } from "./notice-secret.ts";
import { type Refused, refusal } from "./refusal.ts";

export interface NoticeOptions {
  readonly secrets: () => Promise<NoticeSecrets>;
  /** Told only of changes whose sender knew the secret. */
  readonly note: (changes: readonly NotedChange[]) => Promise<unknown>;
  readonly report: (trouble: unknown, requestId: string) => void;
}

type Read = Result<readonly NotedChange[], Refused>;

/** One request to an address that the apps tell of changes. Always answers. */
export async function answerNotice(
  options: NoticeOptions,
  event: APIGatewayProxyEventV2,
): Promise<APIGatewayProxyStructuredResultV2> {
  const { method } = event.requestContext.http;
  try {
    switch (event.rawPath) {
      case "/v1/notices/business-central": {
        const token = event.queryStringParameters?.["validationToken"];
        if (token !== undefined) return handshake(event, token);
        if (method !== "POST") return refusal(event, "methodNotAllowed");
        return await answer(options, event, readBusinessCentral);
      }
      case "/v1/notices/dataverse":
        if (method !== "POST") return refusal(event, "methodNotAllowed");
        return await answer(options, event, readDataverse);
      default:
        return refusal(event, "unknownAddress");
    }
  } catch (trouble) {
    options.report(trouble, event.requestContext.requestId);
    return refusal(event, "broken");
  }
}

/** Longer than any that was seen; printable, because it goes back as it came. */
const tokenForm = /^[\x20-\x7e]{1,2048}$/;

/** A new subscription is only made if its receiver sends this token back. */
const handshake = (
  event: APIGatewayProxyEventV2,
  token: string,
): APIGatewayProxyStructuredResultV2 =>
  tokenForm.test(token)
    ? {
        statusCode: 200,
        headers: {
          "content-type": "text/plain; charset=utf-8",
          "cache-control": "no-store",
          // What a stranger made us say is not to be taken for a page of ours.
          ...safeHeaders,
          "content-security-policy": "default-src 'none'; sandbox",
        },
        body: token,
      }
    : refusal(event, "malformed");

async function answer(
  { secrets, note }: NoticeOptions,
  event: APIGatewayProxyEventV2,
  read: (event: APIGatewayProxyEventV2, secrets: NoticeSecrets) => Read,
): Promise<APIGatewayProxyStructuredResultV2> {
  const changes = read(event, await secrets());
  if (!changes.ok) return refusal(event, changes.failure);
  await note(changes.value);
  return { statusCode: 204, headers: { "cache-control": "no-store", ...safeHeaders } };
}

/** Costs next to nothing to parse, whatever is in it. */
const smallText = 4096;

/** XC18: the secret is in the notices themselves, and a large text is only parsed if it is there. */
function readBusinessCentral(event: APIGatewayProxyEventV2, secrets: NoticeSecrets): Read {
  const text = textOf(event, 4 * 1024 * 1024);
  if (!text.ok) return text;
  if (text.value.length > smallText && !bearsSecret(text.value, secrets)) return failed("forged");
  const body = jsonOf(text.value);
  return body.ok ? readBusinessCentralNotices(body.value, secrets) : body;
}

/** The secret is in the address or in a header, as the administrator registered it. Above 256 KB Dataverse leaves parts out. */
function readDataverse(event: APIGatewayProxyEventV2, secrets: NoticeSecrets): Read {
  const given = event.headers["x-tandem-secret"] ?? event.queryStringParameters?.["code"];
  if (!isSecret(given, secrets)) return failed("forged");
  const text = textOf(event, 512 * 1024);
  const body = text.ok ? jsonOf(text.value) : text;
  return body.ok ? readDataverseNotice(body.value) : body;
}

function textOf(
  { body = "", isBase64Encoded }: APIGatewayProxyEventV2,
  largest: number,
): Result<string, Refused> {
  const bytes = Buffer.from(body, isBase64Encoded ? "base64" : "utf8");
  return bytes.length > largest ? failed("tooLarge") : ok(bytes.toString());
}

function jsonOf(text: string): Result<unknown, Refused> {
  try {
    return ok(JSON.parse(text));
  } catch {
    return failed("malformed");
  }
}
