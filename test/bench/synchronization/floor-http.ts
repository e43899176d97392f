import { Agent, request } from "node:http";

const agent = new Agent({ keepAlive: true, maxSockets: 8 });

export interface RequestInfo {
  readonly method?: "GET" | "POST";
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** One request over a kept connection; anything but success ends the program. */
export const ask = (
  url: string,
  { method = "GET", headers = {}, body = "" }: RequestInfo,
): Promise<string> =>
  new Promise((resolve, reject) => {
    const sending = request(url, {
      agent,
      method,
      headers: {
        authorization: "Bearer sandbox",
        accept: "application/json",
        "content-length": Buffer.byteLength(body),
        ...headers,
      },
    });
    sending.once("error", reject);
    sending.once("response", (response) => {
      const chunks: Uint8Array[] = [];
      response.on("data", (chunk: Uint8Array) => chunks.push(chunk));
      response.once("end", () => {
        const text = Buffer.concat(chunks).toString("utf8");
        const status = response.statusCode ?? 0;
        if (status < 300) resolve(text);
        else reject(new Error(`${method} ${url}: ${status} ${text.slice(0, 500)}`));
      });
    });
    sending.end(body);
  });
