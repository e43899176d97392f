import { failed } from "../../../domain/result.ts";
import type { SandboxAnswer } from "../../web/exchange.ts";
import type { RecordTrouble } from "../../web/fault-settings.ts";

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

/** Of one record, as the app words it (the fault `refuseRecords`). */
export const troubles: Readonly<Record<RecordTrouble, Refusal>> = {
  locked: {
    status: 409,
    code: "Internal_Conflict",
    message:
      "The operation could not complete because a record was locked by another user. Please retry the activity.",
  },
  notPermitted: {
    status: 403,
    code: "Authorization_RequestDenied",
    message: "Your security filters do not allow you to change this record.",
  },
  unavailable: {
    status: 500,
    code: "Internal_ServerError",
    message: "An internal server error occurred while the record was written.",
  },
};

export function refusalAnswer(refusal: Refusal, correlationId: string): SandboxAnswer {
  const message = `${refusal.message}  CorrelationId:  ${correlationId}.`;
  return {
    status: refusal.status,
    headers: { "content-type": "application/json; odata.metadata=minimal" },
    body: JSON.stringify({ error: { code: refusal.code, message } }),
  };
}
