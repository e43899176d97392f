import { secondOf } from "../store/organization.ts";
import type { RowStore } from "../store/row-store.ts";
import type { Lookup, Values } from "../tables/row.ts";

/** What every new organisation has; the ids are the same in each of them. */
export const baseIds = {
  organization: "0a9f1d00-5e1b-4c3a-8f10-000000000001",
  businessUnit: "0a9f1d00-5e1b-4c3a-8f10-000000000002",
  administrator: "0a9f1d00-5e1b-4c3a-8f10-000000000003",
  applicationUser: "0a9f1d00-5e1b-4c3a-8f10-000000000004",
  currency: "0a9f1d00-5e1b-4c3a-8f10-000000000005",
  unitGroup: "0a9f1d00-5e1b-4c3a-8f10-000000000006",
  unit: "0a9f1d00-5e1b-4c3a-8f10-000000000007",
} as const;

export function putBaseRows(store: RowStore, nowMs: number): void {
  const now = secondOf(nowMs);
  const by: Lookup = { table: "systemuser", id: baseIds.administrator };
  const put = (table: string, id: string, values: Values) => {
    store.put(table, id, {
      ...values,
      createdon: now,
      createdby: by,
      modifiedon: now,
      modifiedby: by,
    });
  };
  const businessunitid = { table: "businessunit", id: baseIds.businessUnit };
  const person = { isdisabled: false, islicensed: true, isintegrationuser: false, businessunitid };
  put("transactioncurrency", baseIds.currency, {
    isocurrencycode: "USD",
    currencyname: "US Dollar",
    currencysymbol: "$",
    currencyprecision: 2,
    exchangerate: { decimal: "1.0000000000" },
    statecode: 0,
    statuscode: 1,
  });
  put("organization", baseIds.organization, {
    name: "Litware",
    basecurrencyid: { table: "transactioncurrency", id: baseIds.currency },
    expirechangetrackingindays: 7,
  });
  put("businessunit", baseIds.businessUnit, { name: "Litware" });
  put("systemuser", baseIds.administrator, {
    ...person,
    firstname: "Sanjay",
    lastname: "Shah",
    fullname: "Sanjay Shah",
    internalemailaddress: "sanjay@litware.example",
    domainname: "sanjay@litware.example",
  });
  put("systemuser", baseIds.applicationUser, {
    ...person,
    islicensed: false,
    isintegrationuser: true,
    firstname: "#",
    lastname: "Tandem",
    fullname: "# Tandem",
    applicationid: "0a9f1d00-5e1b-4c3a-8f10-0000000000ff",
  });
  const active = { statecode: 0, statuscode: 1 };
  const uomscheduleid = { table: "uomschedule", id: baseIds.unitGroup };
  put("uomschedule", baseIds.unitGroup, {
    ...active,
    name: "Default Unit",
    baseuomname: "Primary Unit",
  });
  put("uom", baseIds.unit, {
    name: "Primary Unit",
    uomscheduleid,
    quantity: { decimal: "1.0000000000" },
    isschedulebaseuom: true,
  });
}
