import { failed } from "../../domain/result.ts";
import type { SandboxAnswer } from "../web/exchange.ts";

/** An error as Business Central words it; `code` decides, not the text. */
export interface Refusal {
  readonly status: number;
  readonly code: string;
  readonly message: string;
}

export const refuse = (status: number, code: string, message: string) =>
  failed<Refusal>({ status, code, message });

/** An AL `Error(…)`: a business rule said no. */
export const dialog = (message: string) => refuse(400, "Application_DialogException", message);

export const badRequest = (message: string) => refuse(400, "BadRequest", message);

export function refusalAnswer(refusal: Refusal, correlationId: string): SandboxAnswer {
  const message = `${refusal.message}  CorrelationId:  ${correlationId}.`;
  return {
    status: refusal.status,
    headers: { "content-type": "application/json; odata.metadata=minimal" },
    body: JSON.stringify({ error: { code: refusal.code, message } }),
  };
}
