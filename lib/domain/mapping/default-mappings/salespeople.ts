import { TableMapping } from "../mapping.ts";

/** Users of Dataverse become salespeople; owners of accounts are found through them. */
export const salespeople = TableMapping.parse({
  name: "SALESPEOPLE",
  direction: "toBusinessCentral",
  businessCentral: { entity: "salespeoplePurchasers", key: "code", title: "displayName" },
  dataverse: {
    set: "systemusers",
    table: "systemuser",
    id: "systemuserid",
    title: "fullname",
    filter: [
      { column: "isdisabled", is: "equal", value: false },
      { column: "islicensed", is: "equal", value: true },
      { column: "isintegrationuser", is: "equal", value: false },
    ],
  },
  onlyCoupled: true,
  schedule: { minutesBetweenRuns: 30, inactivityTimeoutMinutes: 1440 },
  fields: [
    {
      // Business Central has no number series for salespeople: a new one is called as in the e-mail.
      name: "code",
      kind: "code",
      direction: "toBusinessCentral",
      on: "create",
      businessCentral: { column: "code", maxLength: 20 },
      dataverse: { column: "internalemailaddress", maxLength: 100 },
      length: "truncate",
      transform: [{ kind: "regex", pattern: "@.*$", with: "" }],
    },
    {
      name: "name",
      kind: "text",
      direction: "toBusinessCentral",
      businessCentral: { column: "displayName", maxLength: 50 },
      dataverse: { column: "fullname", maxLength: 200 },
      length: "truncate",
    },
    {
      name: "email",
      kind: "text",
      direction: "toBusinessCentral",
      match: {},
      businessCentral: { column: "email", maxLength: 80 },
      dataverse: { column: "internalemailaddress", maxLength: 100 },
    },
    {
      name: "phone",
      kind: "text",
      direction: "toBusinessCentral",
      businessCentral: { column: "phoneNo", maxLength: 30 },
      dataverse: { column: "mobilephone", maxLength: 64 },
    },
  ],
});
