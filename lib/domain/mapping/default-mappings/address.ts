/**
 * The address block that customers and contacts share. Lengths: Business Central's tables, and
 * Dataverse's defaults. The country is Business Central's code on both sides, as in its own mapping.
 */
export const addressFields = [
  {
    name: "addressLine1",
    kind: "text",
    direction: "bidirectional",
    businessCentral: { column: "addressLine1", maxLength: 100 },
    dataverse: { column: "address1_line1", maxLength: 250 },
  },
  {
    name: "addressLine2",
    kind: "text",
    direction: "bidirectional",
    businessCentral: { column: "addressLine2", maxLength: 50 },
    dataverse: { column: "address1_line2", maxLength: 250 },
  },
  {
    name: "country",
    kind: "code",
    direction: "bidirectional",
    businessCentral: { column: "country", maxLength: 10 },
    dataverse: { column: "address1_country", maxLength: 80 },
  },
  {
    name: "postalCode",
    kind: "code",
    direction: "bidirectional",
    businessCentral: { column: "postalCode", maxLength: 20 },
    dataverse: { column: "address1_postalcode", maxLength: 20 },
  },
  {
    name: "city",
    kind: "text",
    direction: "bidirectional",
    businessCentral: { column: "city", maxLength: 30 },
    dataverse: { column: "address1_city", maxLength: 80 },
  },
  {
    name: "state",
    kind: "text",
    direction: "bidirectional",
    businessCentral: { column: "state", maxLength: 30 },
    dataverse: { column: "address1_stateorprovince", maxLength: 50 },
  },
] as const;
