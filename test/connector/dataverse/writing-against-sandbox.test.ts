import { describe, expect, test } from "vitest";
import { RecordId } from "../../../lib/domain/ids.ts";
import type { Entity } from "../../../lib/domain/mapping/entity.ts";
import { baseIds } from "../../../lib/sandbox/dataverse/seed/base-rows.ts";
import { idOf, now } from "./organisation.ts";
import {
  accounts,
  aSandbox,
  beginning,
  create,
  createAll,
  products,
  readPages,
  remove,
  units,
  update,
  writtenRecord,
} from "./sandbox-organisation.ts";

describe("writes", () => {
  test("500 creates, 500 updates and 500 deletes are one call each", async () => {
    const { dataverse, sandbox, calls } = await aSandbox();
    const created = await createAll(dataverse, 500);
    const updated = await dataverse.write(
      accounts,
      created.map(({ version }, index) => update(index + 1, version, { telephone1: "555" })),
    );
    const records = updated.outcomes.map(writtenRecord);
    expect(records.every(({ fields }) => fields["telephone1"] === "555")).toBe(true);
    const deleted = await dataverse.write(
      accounts,
      records.map(({ version }, index) => remove(index + 1, version)),
    );
    expect(new Set(deleted.outcomes.map(({ kind }) => kind))).toEqual(new Set(["deleted"]));
    expect(sandbox.rows("account")).toEqual([]);
    expect(calls).toEqual(["POST $batch", "POST $batch", "POST $batch"]);
  });

  test("D6 a record changed by somebody else is left as it is", async () => {
    const { dataverse, sandbox } = await aSandbox();
    const [one, two] = await createAll(dataverse, 2);
    sandbox.change("account", idOf(1), { name: "Theirs" });
    const { outcomes } = await dataverse.write(accounts, [
      update(1, one?.version ?? "", { name: "Ours" }),
      update(2, two?.version ?? "", { name: "Ours" }),
      remove(1, one?.version ?? ""),
      update(9, 'W/"1"', { name: "Ours" }),
    ]);
    expect(outcomes.map(({ kind }) => kind)).toEqual([
      "changedMeanwhile",
      "written",
      "changedMeanwhile",
      "gone",
    ]);
    expect(sandbox.rows("account").map(({ values }) => values["name"])).toEqual(["Theirs", "Ours"]);
  });

  test("FM5 a create whose answer is lost happens once, and the repeat finds it", async () => {
    const { dataverse, sandbox, calls } = await aSandbox();
    sandbox.faults.set({ dropResponse: { remaining: 1 } });
    const lost = await dataverse.write(accounts, [create(1), create(2)]);
    expect(lost).toMatchObject({
      outcomes: [{ kind: "unknown" }, { kind: "unknown" }],
      failure: { code: "unreachable" },
    });
    expect(calls).toEqual(["POST $batch"]);
    const planned = [1, 2, 3].map((n) => ({ sourceId: idOf(90), plannedId: idOf(n), fields: {} }));
    const found = await dataverse.findCreated(accounts, planned, now);
    expect(found.ok && found.value.map(({ length }) => length)).toEqual([1, 1, 0]);

    const again = await dataverse.write(accounts, [create(1), create(2), create(3)]);
    expect(again.outcomes).toMatchObject([
      { kind: "exists", record: { id: idOf(1) } },
      { kind: "exists", record: { id: idOf(2) } },
      { kind: "written", record: { id: idOf(3) } },
    ]);
    expect(sandbox.rows("account")).toHaveLength(3);
  });

  test("each refusal is its record's own", async () => {
    const { dataverse } = await aSandbox();
    const [one] = await createAll(dataverse, 1);
    const version = one?.version ?? "";
    const contact = (id: string) => ({ "primarycontactid@odata.bind": `/contacts(${id})` });
    const { outcomes, failure } = await dataverse.write(accounts, [
      update(1, version, { name: "x".repeat(161) }),
      update(1, version, contact(idOf(77))),
      create(2, { name: "B", ...contact(idOf(77)) }),
      create(3, { name: "C", new_bcid: "1000" }),
      create(4, { name: "D", new_bcid: "1000" }),
      create(5, { name: "E", paymenttermscode: 99 }),
    ]);
    expect(failure).toBeUndefined();
    expect(outcomes).toMatchObject([
      { kind: "refused", refusal: { code: "rejected" } },
      { kind: "refused", refusal: { code: "relatedMissing" } },
      { kind: "refused", refusal: { code: "relatedMissing" } },
      { kind: "written" },
      { kind: "refused", refusal: { code: "duplicate" } },
      { kind: "refused", refusal: { code: "rejected" } },
    ]);
  });

  test("D16 a lookup is bound, told back as an id, and cleared", async () => {
    const { dataverse } = await aSandbox();
    const contacts: Entity = {
      ...accounts,
      set: "contacts",
      id: "contactid",
      columns: ["lastname"],
    };
    await dataverse.write(contacts, [create(50, { lastname: "Birk" })]);
    const bind = (value: string | null) => ({ "primarycontactid@odata.bind": value });
    const bound = await dataverse.write(accounts, [
      create(1, { name: "A", ...bind(`/contacts(${idOf(50)})`) }),
    ]);
    const record = writtenRecord(bound.outcomes[0]);
    expect(record.fields["_primarycontactid_value"]).toBe(idOf(50));
    const cleared = await dataverse.write(accounts, [update(1, record.version, bind(null))]);
    expect(writtenRecord(cleared.outcomes[0]).fields["_primarycontactid_value"]).toBeNull();
  });

  test("FM15 a column that is gone is one problem of the table, and other records are written", async () => {
    const { dataverse } = await aSandbox();
    const report = await dataverse.write(accounts, [create(1), create(2, { nmae: "B" })]);
    expect(report).toMatchObject({
      outcomes: [{ kind: "written" }, { kind: "notTried" }],
      failure: { code: "unknownField", message: expect.stringContaining("nmae") },
    });
    const lookup = await dataverse.write(accounts, [
      create(3, { name: "C", "PrimaryContactId@odata.bind": `/contacts(${idOf(77)})` }),
    ]);
    expect(lookup).toMatchObject({ failure: { code: "unknownField" } });
  });

  test("FM10 without the right to write nothing is written, and it is one problem", async () => {
    const { dataverse, sandbox } = await aSandbox();
    sandbox.faults.set({ readOnly: true });
    expect(await dataverse.write(accounts, [create(1), create(2)])).toMatchObject({
      outcomes: [{ kind: "notTried" }, { kind: "notTried" }],
      failure: { code: "notPermitted" },
    });
    expect(sandbox.rows("account")).toEqual([]);
  });

  test("money keeps its digits on the way there and back", async () => {
    const { dataverse } = await aSandbox();
    const { outcomes } = await dataverse.write(accounts, [
      create(1, { name: "A", creditlimit: { decimal: "12345678901.2345" } }),
    ]);
    const { creditlimit } = writtenRecord(outcomes[0]).fields;
    expect(JSON.stringify(creditlimit)).toMatch(/12345678901\.2345/);
  });
});

test("D28 a unit that products use is not deleted", async () => {
  const { dataverse, sandbox } = await aSandbox();
  sandbox.seed(1, 1);
  expect((await readPages(dataverse, products, beginning)).records).toHaveLength(1);
  const id = RecordId.parse(baseIds.unit);
  const found = await dataverse.readByIds(units, [id]);
  const version = (found.ok && found.value.records.get(id)?.version) || "";
  const { outcomes } = await dataverse.write(units, [{ kind: "delete", id, version }]);
  expect(outcomes).toMatchObject([{ kind: "refused", refusal: { code: "rejected" } }]);
});
