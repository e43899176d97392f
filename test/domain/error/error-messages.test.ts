import { expect, test } from "vitest";
import {
  conflictMessage,
  createByHand,
  deletedMessage,
  dependencyMessage,
  mergedMessage,
  nothingToUse,
  rejectedMessage,
  unheardMessage,
} from "../../../lib/domain/error/error-messages.ts";
import { MappingName, RecordId } from "../../../lib/domain/ids.ts";

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
  expect(hint).toBe(
    "Choose Synchronize and decide whose data to use, for the whole record or field by field; or give both sides the same value and choose Retry.",
  );
});

test.each([
  [["name"], "the field name"],
  [["name", "city"], "the fields name and city"],
  [["name", "city", "phone"], "the fields name, city and phone"],
])("E9 a conflict over %j is one over %s", (names, told) => {
  const comparison = names.map((name) => compared(name, true));

  expect(conflictMessage(customer, {}, comparison).message).toContain(
    `A CUSTOMER record was changed in both Business Central and Dataverse, differently in ${told}.`,
  );
});

test("E9 a record is called by its title in Business Central, else by that in Dataverse", () => {
  const told = (titles: { readonly businessCentral?: string; readonly dataverse?: string }) =>
    rejectedMessage(customer, titles, "Too long.");

  expect(told({ businessCentral: "Adatum", dataverse: "Adatum AS" })).toBe(
    'CUSTOMER "Adatum" cannot be synchronized. Too long.',
  );
  expect(told({ dataverse: "Adatum AS" })).toContain('CUSTOMER "Adatum AS" cannot');
  expect(told({})).toContain("A CUSTOMER record cannot");
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

test("E9 what is left is called by its own title, or by that of the record that is gone", () => {
  const both = { businessCentral: "Adatum", dataverse: "Adatum AS" };

  expect(deletedMessage(customer, "businessCentral", both).message).toBe(
    'CUSTOMER "Adatum AS" in Dataverse is coupled to a record that was deleted in Business Central.',
  );
  expect(
    deletedMessage(customer, "businessCentral", { businessCentral: "Adatum" }).message,
  ).toContain('CUSTOMER "Adatum" in Dataverse');
});

test("D30 E9 a merge names the survivor, and what to do where it is free and where it is not", () => {
  const survivor = RecordId.parse("5c7a6d1e-0f3b-4b7e-9a52-d0c1e2f3a4b5");
  const { message, hint } = mergedMessage(customer, { businessCentral: "Adatum" }, survivor);

  expect(message).toBe(
    `CUSTOMER "Adatum" was merged in Dataverse into another record (${survivor}).`,
  );
  expect(hint).toContain("Choose Set Up Coupling");
  expect(hint).toContain("choose Remove Coupling");
});

test("E9 whose data can be used, and how a record is created by hand, is said by side", () => {
  expect(nothingToUse("dataverse")).toBe(
    "There is no record in Dataverse whose data could be used. Use that of Business Central: the record is created from it.",
  );
  expect(createByHand("dataverse")).toBe('POST /v1/couplings with "create": "dataverse"');
});

test("E9 a missing dependency names the records that have to come first", () => {
  const contact = MappingName.parse("CONTACT");
  const refs = ["CT1", "CT2"].map(
    (ref) => ({ mapping: contact, side: "businessCentral", by: "key", ref }) as const,
  );

  expect(dependencyMessage(customer, refs).message).toBe(
    'A CUSTOMER record refers to CONTACT "CT1" in Business Central and CONTACT "CT2" in Business Central, which are not coupled.',
  );
  expect(dependencyMessage(customer, refs).hint).toBe(
    "Couple or synchronize those records first; this one then follows by itself. Or, where the record is coupled, choose Synchronize with the data of the side that does not refer to them.",
  );
  expect(dependencyMessage(customer, refs.slice(1)).hint).toBe(
    "Couple or synchronize that record first; this one then follows by itself. Or, where the record is coupled, choose Synchronize with the data of the side that does not refer to it.",
  );
});

test("E9 a pair that was just coupled and of which an answer got lost is named, with what is not known and who goes on", () => {
  expect(unheardMessage(customer, { businessCentral: "Adatum" })).toEqual({
    message:
      'CUSTOMER "Adatum" was coupled. Whether both records were brought into step is not known: an answer got lost.',
    hint: "It is looked at again with the next synchronization.",
  });
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
