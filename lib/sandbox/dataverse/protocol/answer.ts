import { randomUUID } from "node:crypto";
import { stringify } from "lossless-json";
import type { SandboxAnswer } from "../../web/exchange.ts";
import type { Refusal } from "../refusals/refusal.ts";
import type { Call } from "../store/organization.ts";

const version = { "OData-Version": "4.0" } as const;

export const jsonBody = (
  status: number,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): SandboxAnswer => ({
  status,
  headers: {
    "Content-Type": "application/json; odata.metadata=minimal; odata.streaming=true",
    ...version,
    ...headers,
  },
  body: stringify(body) ?? "",
});

export const noContent = (headers: Readonly<Record<string, string>> = {}): SandboxAnswer => ({
  status: 204,
  headers: { ...version, ...headers },
});

export function refusalAnswer(
  refusal: Refusal,
  call: Pick<Call, "preferences"> | undefined,
  headers: Readonly<Record<string, string>> = {},
): SandboxAnswer {
  const { status, code, message } = refusal;
  const details =
    call?.preferences.has("include-annotations") === true
      ? {
          "@Microsoft.PowerApps.CDS.ErrorDetails.OperationStatus": "0",
          "@Microsoft.PowerApps.CDS.HelpLink": `http://go.microsoft.com/fwlink/?LinkID=398563&error=Microsoft.Crm.CrmException%3a${code.slice(2)}`,
          "@Microsoft.PowerApps.CDS.InnerError.Message": message,
        }
      : {};
  return jsonBody(
    status,
    { error: { code, message, ...details } },
    { REQ_ID: randomUUID(), ...headers },
  );
}

/** `Preference-Applied` for those preferences that were looked at. */
export function applied(call: Call, names: readonly string[]): Readonly<Record<string, string>> {
  const texts = names
    .filter((name) => call.preferences.has(name))
    .map((name) => {
      const value = call.preferences.get(name) ?? "";
      if (name === "return") return `return=${value}`;
      if (name === "include-annotations") return `odata.include-annotations="${value}"`;
      return value === "" ? `odata.${name}` : `odata.${name}=${value}`;
    });
  return texts.length === 0 ? {} : { "Preference-Applied": texts.join(",") };
}
