import { describe, expect, test } from "vitest";
import type { RecordId } from "../../../lib/domain/ids.ts";
import type { Write } from "../../../lib/ports/business-app.ts";
import {
  accounts,
  anOrganisation,
  batchOf,
  idOf,
  json,
  type PartTold,
  recordOf,
  rowOf,
} from "./organisation.ts";
import { create, partOf, remove, update, writeTo, written } from "./told-writes.ts";

describe("one batch", () => {
  test("500 updates are one call of guarded single operations", async () => {
    const numbers = Array.from({ length: 500 }, (_, n) => n + 1);
    const { report, asked } = await writeTo(
      numbers.map((n) => update(n)),
      batchOf(numbers.map((n) => ({ status: 200, body: rowOf(n) }))),
    );
    expect(report).toEqual({ outcomes: numbers.map(written), failure: undefined });
    expect(asked).toHaveLength(1);
    expect(asked[0]?.url).toBe("/api/data/v9.2/$batch");
    expect(asked[0]?.headers["prefer"]).toBe("odata.continue-on-error");
    expect(asked[0]?.body.match(/^If-Match: W\/"1"\r$/gm)).toHaveLength(500);
    expect(asked[0]?.body).not.toContain("changeset");
  });

  test("more than a request has time for go out in two", async () => {
    const numbers = Array.from({ length: 501 }, (_, n) => n + 1);
    const { dataverse, asked } = await anOrganisation((_, count) =>
      batchOf(
        (count === 1 ? numbers.slice(0, 500) : [501]).map((n) => ({ status: 200, body: rowOf(n) })),
      ),
    );

    const report = await dataverse.write(
      accounts,
      numbers.map((n) => update(n)),
    );

    expect(report).toEqual({ outcomes: numbers.map(written), failure: undefined });
    expect(asked).toHaveLength(2);
  });

  test("a create may only create, an update and a delete only what is still at its version", async () => {
    const { report, asked } = await writeTo(
      [create(1), update(2, { creditlimit: { decimal: "12345678901234567.89" } }), remove(3)],
      batchOf([{ status: 201, body: rowOf(1) }, { status: 200, body: rowOf(2) }, { status: 204 }]),
    );
    expect(report.outcomes).toEqual([written(1), written(2), { kind: "deleted" }]);
    const [, first = "", second = "", third = ""] = asked[0]?.body.split("--batch_tandem") ?? [];
    const query = "?$select=accountid,modifiedon,name,creditlimit HTTP/1.1";
    expect(first).toContain(`/api/data/v9.2/accounts(${idOf(1)})${query}`);
    expect(first).toContain("PATCH http");
    expect(first).toContain("If-None-Match: *");
    expect(first).toContain("Prefer: return=representation");
    expect(second).toContain('If-Match: W/"1"');
    expect(second).toContain('{"creditlimit":12345678901234567.89}');
    expect(third).toContain(`DELETE http`);
    expect(third).toContain('If-Match: W/"1"');
    expect(third).not.toContain("$select");
  });

  test("more writes than a batch takes go out in several", async () => {
    const { dataverse, asked } = await anOrganisation(
      (_, count) =>
        batchOf([
          { status: 200, body: rowOf(2 * count - 1) },
          { status: 200, body: rowOf(2 * count) },
        ]),
      { batchSize: 2 },
    );
    const report = await dataverse.write(accounts, [update(1), update(2), update(3), update(4)]);
    expect(report.outcomes).toEqual([1, 2, 3, 4].map(written));
    expect(asked).toHaveLength(2);
  });

  test("nothing to write is no call", async () => {
    const { report, asked } = await writeTo([], json({}));
    expect(report.outcomes).toEqual([]);
    expect(asked).toEqual([]);
  });
});

describe("what a part says about its write", () => {
  const bound = { "primarycontactid@odata.bind": `/contacts(${idOf(9)})` };
  const missing = (id: RecordId) => `Entity 'x' With Id = ${id} Does Not Exist`;
  const refused = (code: string) => ({ kind: "refused", refusal: { code } });
  const cases: readonly [string, Write, PartTold, unknown][] = [
    ["D6 a stale version", update(1), partOf(412, "0x80060882"), { kind: "changedMeanwhile" }],
    [
      "a create bound to a row that is not there",
      create(1, bound),
      partOf(404, "0x80040217", missing(idOf(9))),
      refused("relatedMissing"),
    ],
    [
      "a bind by a key that is not there",
      update(1, bound),
      partOf(404, "0x80060891"),
      refused("relatedMissing"),
    ],
    ["D15 a text too long", update(1), partOf(400, "0x80044331"), refused("rejected")],
    ["D15 a choice out of range", update(1), partOf(400, "0x8004431a"), refused("rejected")],
    ["a number out of range", update(1), partOf(400, "0x80044330"), refused("rejected")],
    ["a plug-in that refuses", update(1), partOf(400, "0x80040265"), refused("rejected")],
    ["a plug-in's code of its own", update(1), partOf(400, "0x80048d21"), refused("rejected")],
    ["D29 a missing privilege", update(1), partOf(403, "0x80040220"), refused("notPermitted")],
    ["column security", update(1), partOf(403, "0x8004F507"), refused("notPermitted")],
    ["D28 rows that depend on it", remove(1), partOf(405, "0x80040227"), refused("rejected")],
    ["D8 a used alternate key", create(1), partOf(412, "0x80060892"), refused("duplicate")],
    ["D30 a duplicate rule", create(1), partOf(412, "0x80040333"), refused("duplicate")],
    ["D30 a duplicate rule as 500", create(1), partOf(500, "0x80040333"), refused("duplicate")],
    ["an SQL timeout", update(1), partOf(500, "0x80044151"), refused("unavailable")],
    ["a deadlock", update(1), partOf(500, "0x80044150"), refused("locked")],
    ["a plug-in that took too long", update(1), partOf(500, "0x80044172"), refused("unavailable")],
    ["a closed row", update(1), partOf(400, "0x8004022E"), refused("readOnly")],
    ["a line of a locked head", update(1), partOf(400, "0x80043B09"), refused("readOnly")],
    ["an owner without rights", update(1), partOf(403, "0x80040231"), refused("notPermitted")],
    ["any other server error", update(1), partOf(500, "0x0"), refused("unavailable")],
  ];
  test.each(cases)("%s", async (_, write, part, outcome) => {
    const { report } = await writeTo([write], batchOf([part]));
    expect(report).toMatchObject({ outcomes: [outcome], failure: undefined });
  });

  test("a refusal quotes Dataverse", async () => {
    const { report } = await writeTo(
      [update(1)],
      batchOf([partOf(400, "0x80044331", "Too long.")]),
    );
    expect(report.outcomes).toEqual([
      { kind: "refused", refusal: { code: "rejected", quoted: "Too long. (0x80044331)" } },
    ]);
  });

  test("FM12 one refused write leaves the others written", async () => {
    const { report } = await writeTo(
      [update(1), update(2), update(3)],
      batchOf([
        { status: 200, body: rowOf(1) },
        partOf(400, "0x80044331"),
        { status: 200, body: rowOf(3) },
      ]),
    );
    expect(report.outcomes.map(({ kind }) => kind)).toEqual(["written", "refused", "written"]);
  });
});

describe("a create whose answer was lost before", () => {
  const exists = partOf(412, "0x80040237", "A record with matching key values already exists.");

  test("FM5 is ours when its planned id is there: it exists, as it is now", async () => {
    const { dataverse, asked } = await anOrganisation((_, count) =>
      count === 1
        ? batchOf([exists, { status: 201, body: rowOf(2) }])
        : batchOf([{ status: 200, body: rowOf(1) }]),
    );
    const report = await dataverse.write(accounts, [create(1), create(2)]);
    expect(report).toEqual({
      outcomes: [{ kind: "exists", record: recordOf(1) }, written(2)],
      failure: undefined,
    });
    expect(asked).toHaveLength(2);
  });

  test("is a duplicate when no row has its planned id: another unique value is taken", async () => {
    const { dataverse } = await anOrganisation((_, count) =>
      count === 1 ? batchOf([exists]) : batchOf([partOf(404, "0x80040217")]),
    );
    const report = await dataverse.write(accounts, [create(1)]);
    expect(report.outcomes).toMatchObject([{ kind: "refused", refusal: { code: "duplicate" } }]);
  });

  test("stays unknown when it cannot be read back", async () => {
    const { dataverse } = await anOrganisation((_, count) =>
      count === 1 ? batchOf([exists]) : { status: 403 },
    );
    const report = await dataverse.write(accounts, [create(1)]);
    expect(report).toMatchObject({
      outcomes: [{ kind: "unknown" }],
      failure: { code: "notPermitted" },
    });
  });
});
