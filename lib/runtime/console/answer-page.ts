import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from "aws-lambda";
import type { Encoding, PageFolder } from "./page-folder.ts";
import { fileHeaders, pageHeaders } from "./page-headers.ts";
import type { PageSignIn } from "./page-sign-in.ts";

export interface ConsolePage {
  readonly folder: PageFolder;
  /** Undefined where nobody signs in. */
  readonly signIn: PageSignIn | undefined;
  /** Never the same twice, and nobody can guess it. */
  readonly newNonce: () => string;
}

const filePath = "/console/";

/** The page at `/`, and its files below `/console/`. */
export async function answerPage(
  page: ConsolePage,
  event: APIGatewayProxyEventV2,
): Promise<APIGatewayProxyStructuredResultV2> {
  const { rawPath, headers, requestContext } = event;
  const { method } = requestContext.http;
  const answer = await found(page, rawPath, headers["accept-encoding"] ?? "");
  const always = fileHeaders(headers["x-forwarded-proto"] === "https");
  if (answer === undefined) return plain(404, "There is no such page.", always);
  if (method !== "GET" && method !== "HEAD") {
    return plain(405, "Only GET and HEAD are answered here.", { ...always, allow: "GET, HEAD" });
  }
  const { body, ...rest } = answer;
  const complete = { ...rest, headers: { ...always, ...answer.headers } };
  return method === "HEAD" ? { ...complete, isBase64Encoded: false } : { ...complete, body };
}

async function found(
  page: ConsolePage,
  path: string,
  accepted: string,
): Promise<APIGatewayProxyStructuredResultV2 | undefined> {
  if (path === "/") return documentOf(page);
  if (!path.startsWith(filePath)) return undefined;
  return fileOf(page.folder, path.slice(filePath.length), accepted);
}

/** Small enough for one packet, so it is not worth compressing. */
function documentOf({ folder, signIn, newNonce }: ConsolePage): APIGatewayProxyStructuredResultV2 {
  const nonce = newNonce();
  const metas = [
    meta("style-nonce", nonce),
    ...(signIn === undefined ? [] : [meta("sign-in", JSON.stringify(signIn))]),
  ];
  return {
    statusCode: 200,
    headers: {
      "content-type": "text/html; charset=utf-8",
      "cache-control": "no-cache",
      ...pageHeaders(nonce, signIn === undefined ? undefined : new URL(signIn.issuer).origin),
    },
    // A function, because a text would have its dollar signs read.
    body: folder.document().replace("</head>", () => `${metas.join("")}</head>`),
  };
}

const meta = (name: string, content: string): string =>
  `<meta name="${name}" content="${content.replace(/[&"<>]/g, (sign) => `&#${sign.charCodeAt(0)};`)}">`;

async function fileOf(
  folder: PageFolder,
  name: string,
  accepted: string,
): Promise<APIGatewayProxyStructuredResultV2 | undefined> {
  const type = contentTypes[name.slice(name.lastIndexOf(".") + 1)];
  const encoding = encodingFor(accepted);
  const bytes = await folder.file(name, encoding);
  if (type === undefined || bytes === undefined) return undefined;
  return {
    statusCode: 200,
    headers: {
      "content-type": type,
      "cache-control": "public, max-age=31536000, immutable",
      vary: "accept-encoding",
      ...(encoding !== "identity" && { "content-encoding": encoding }),
    },
    body: bytes.toString("base64"),
    isBase64Encoded: true,
  };
}

/** By the ending of the name. What has none of these is not served: the compressed forms, for one. */
const contentTypes: Readonly<Record<string, string>> = {
  css: "text/css; charset=utf-8",
  js: "text/javascript; charset=utf-8",
  svg: "image/svg+xml",
  txt: "text/plain; charset=utf-8",
  woff2: "font/woff2",
};

/** The shortest form that the browser takes; `br;q=0` refuses one. */
function encodingFor(accepted: string): Encoding {
  const taken = accepted
    .toLowerCase()
    .split(",")
    .map((each) => each.trim())
    .filter((each) => !/;\s*q=0([.]0*)?$/.test(each))
    .map((each) => each.split(";")[0]?.trim());
  if (taken.includes("br")) return "br";
  return taken.includes("gzip") ? "gzip" : "identity";
}

const plain = (
  statusCode: number,
  text: string,
  headers: Readonly<Record<string, string>>,
): APIGatewayProxyStructuredResultV2 => ({
  statusCode,
  headers: { ...headers, "content-type": "text/plain; charset=utf-8", "cache-control": "no-store" },
  body: text,
});
