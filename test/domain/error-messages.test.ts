import { expect, test } from "vitest";
import {
  conflictMessage,
  deletedMessage,
  dependencyMessage,
} from "../../lib/domain/error-messages.ts";
import { MappingName } from "../../lib/domain/ids.ts";

const customer = MappingName.parse("CUSTOMER");
const compared = (field: string, conflict: boolean) => ({
  field,
  businessCentral: "A",
  dataverse: "B",
  conflict,
});

test("E9 a conflict names the record, every disputed field and what to do", () => {
  const comparison = [compared("name", true), compared("city", false), compared("phone", true)];
  const { message, hint } = conflictMessage(customer, { businessCentral: "Adatum" }, comparison);

  expect(message).toBe(
    'CUSTOMER "Adatum" was changed in both Business Central and Dataverse, differently in the fields name and phone. Nothing was written.',
  );
  expect(hint).toContain("Synchronize");
});

test("E9 a deleted counterpart names the record that is left, and the three ways out", () => {
  const { message, hint } = deletedMessage(customer, "dataverse", { businessCentral: "Adatum" });

  expect(message).toBe(
    'CUSTOMER "Adatum" in Business Central is coupled to a record that was deleted in Dataverse.',
  );
  expect(hint).toBe(
    "Choose Restore to create it again in Dataverse, Delete to delete it in Business Central too, or Remove Coupling to keep it there on its own.",
  );
});

test("E9 a missing dependency names the records that have to come first", () => {
  const contact = MappingName.parse("CONTACT");
  const refs = ["CT1", "CT2"].map(
    (ref) => ({ mapping: contact, side: "businessCentral", by: "key", ref }) as const,
  );

  expect(dependencyMessage(customer, refs).message).toBe(
    'A CUSTOMER record refers to CONTACT "CT1" in Business Central and CONTACT "CT2" in Business Central, which are not coupled.',
  );
});

test.each([
  [{ title: "Kim" }, 'CONTACT "Kim" in Dataverse'],
  [
    { field: "primaryContact" },
    'the CONTACT record of field "primaryContact" (c0ffee) in Dataverse',
  ],
  [{}, 'CONTACT "c0ffee" in Dataverse'],
])(
  "E9 a record that is known by its id only is told with what else is known: %o",
  (known, name) => {
    const mapping = MappingName.parse("CONTACT");
    const ref = { mapping, side: "dataverse", by: "id", ref: "c0ffee", ...known } as const;

    expect(dependencyMessage(customer, [ref]).message).toBe(
      `A CUSTOMER record refers to ${name}, which is not coupled.`,
    );
  },
);
