import { TableMapping } from "../mapping.ts";
import { addressFields } from "./address.ts";

/** Persons only. API v2.0 does not tell which customer a contact belongs to, so that link is not mapped. */
export const contact = TableMapping.parse({
  name: "CONTACT",
  direction: "bidirectional",
  businessCentral: {
    entity: "contacts",
    key: "number",
    title: "displayName",
    filter: [{ column: "type", is: "equal", value: "Person" }],
  },
  dataverse: {
    set: "contacts",
    table: "contact",
    id: "contactid",
    title: "fullname",
    mergeable: true,
    filter: [{ column: "statecode", is: "equal", value: 0 }],
  },
  onlyCoupled: true,
  dependsOn: ["CUSTOMER"],
  schedule: { minutesBetweenRuns: 30, inactivityTimeoutMinutes: 720 },
  fields: [
    {
      name: "type",
      kind: "constant",
      direction: "toBusinessCentral",
      side: "businessCentral",
      column: "type",
      value: "Person",
      on: "create",
    },
    {
      name: "name",
      kind: "text",
      direction: "bidirectional",
      businessCentral: { column: "displayName", maxLength: 100 },
      dataverse: { columns: ["firstname", "lastname"], maxLength: 50 },
    },
    {
      name: "jobTitle",
      kind: "text",
      direction: "bidirectional",
      businessCentral: { column: "jobTitle", maxLength: 30 },
      dataverse: { column: "jobtitle", maxLength: 100 },
    },
    ...addressFields,
    {
      name: "phone",
      kind: "text",
      direction: "bidirectional",
      businessCentral: { column: "phoneNumber", maxLength: 30 },
      dataverse: { column: "telephone1", maxLength: 50 },
    },
    {
      name: "mobilePhone",
      kind: "text",
      direction: "bidirectional",
      businessCentral: { column: "mobilePhoneNumber", maxLength: 30 },
      dataverse: { column: "mobilephone", maxLength: 50 },
    },
    {
      name: "email",
      kind: "text",
      direction: "bidirectional",
      match: {},
      businessCentral: { column: "email", maxLength: 80 },
      dataverse: { column: "emailaddress1", maxLength: 100 },
    },
    {
      name: "website",
      kind: "text",
      direction: "bidirectional",
      businessCentral: { column: "website", maxLength: 255 },
      dataverse: { column: "websiteurl", maxLength: 200 },
      length: "truncate",
    },
  ],
});
