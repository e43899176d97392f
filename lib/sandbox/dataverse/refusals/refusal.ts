import { failed } from "../../../domain/result.ts";
import type { RecordTrouble } from "../../web/fault-settings.ts";

/** A request that is not carried out, in the service's own words. */
export interface Refusal {
  readonly status: number;
  readonly code: string;
  readonly message: string;
}

export const refuse = (status: number, code: string, message: string) =>
  failed<Refusal>({ status, code, message });

export const noSuchRow = (table: string, id: string) =>
  refuse(404, "0x80040217", `${table} With Id = ${id} Does Not Exist`);

export const noSuchKey = () =>
  refuse(404, "0x80060891", "A record with the specified key values does not exist.");

export const noSuchSegment = (segment: string) =>
  refuse(404, "0x8006088a", `Resource not found for the segment '${segment}'.`);

export const noSuchProperty = (property: string, table: string) =>
  refuse(
    400,
    "0x80060888",
    `Could not find a property named '${property}' on type 'Microsoft.Dynamics.CRM.${table}'.`,
  );

export const badRequest = (message: string) => refuse(400, "0x80060888", message);

export const invalidArgument = (message: string) => refuse(400, "0x80040203", message);

export const businessError = (message: string) => refuse(400, "0x80040265", message);

export const badPayload = (entitySet: string, problem: string) =>
  refuse(
    400,
    "0x80048d19",
    `Error identified in Payload provided by the user for Entity :'${entitySet}', For more information on this error please follow this help link https://go.microsoft.com/fwlink/?linkid=2195293  ---->  InnerException : Microsoft.OData.ODataException: ${problem}`,
  );

/** Of one record, as the service words it (the fault `refuseRecords`). */
export const troubles: Readonly<Record<RecordTrouble, Refusal>> = {
  locked: { status: 500, code: "0x80044150", message: "Generic SQL error. The row is locked." },
  notPermitted: {
    status: 403,
    code: "0x80040220",
    message:
      "SecLib::AccessCheckEx failed. The caller has no WriteAccess right to this record. OwnershipType: UserOwned.",
  },
  unavailable: {
    status: 500,
    code: "0x80044172",
    message:
      "The plug-in execution failed because the operation has timed-out at the Sandbox Host.",
  },
};

export const staleVersion = () =>
  refuse(
    412,
    "0x80060882",
    "The version of the existing record doesn't match the RowVersion property provided.",
  );

export const duplicateKey = () =>
  refuse(412, "0x80040237", "A record with matching key values already exists.");
