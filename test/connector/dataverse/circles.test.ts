import { describe, expect, test } from "vitest";
import { accounts, anOrganisation, batchOf, errorOf, json, untracked } from "./organisation.ts";

const circleAt = (url: string) => ({ value: [], "@odata.nextLink": url });
const failure = { ok: false, failure: { message: expect.stringContaining("round in a circle") } };

describe("XB2 pages that lead to themselves", () => {
  test.each([
    ["with change tracking", accounts],
    ["without", untracked],
  ])("a list of changes %s is one message", async (_, entity) => {
    const { dataverse, asked } = await anOrganisation((question) =>
      json(circleAt(`http://${question.headers.host}/api/data/v9.2/accounts?again`)),
    );
    const first = await dataverse.readChanges(entity, { kind: "beginning" });
    if (!first.ok || first.value.next === undefined) throw new Error("no second page");
    const second = await dataverse.readChanges(entity, { kind: "page", page: first.value.next });
    expect(second).toMatchObject(failure);
    expect(asked).toHaveLength(2);
  });

  test("a search is one message", async () => {
    const { dataverse, asked } = await anOrganisation((question) => {
      const page = circleAt(`http://${question.headers.host}/api/data/v9.2/accounts?again`);
      return question.method === "POST" ? batchOf([{ status: 200, body: page }]) : json(page);
    });
    expect(await dataverse.findByValues(accounts, "name", ["Ann"])).toMatchObject(failure);
    expect(asked).toHaveLength(2);
  });
});

describe("XB3 change tracking that is off, or was turned off after the first run", () => {
  test.each(["0x80072491", "0x80072492", ""])("code '%s' names the cure", async (code) => {
    const off = json(errorOf(code, "Entity account isn't enabled for change tracking."), 400);
    const { dataverse, url } = await anOrganisation(() => off);
    const link = `${url}/api/data/v9.2/accounts?$select=accountid,modifiedon,name,creditlimit&$deltatoken=1`;
    for (const from of [
      { kind: "beginning" } as const,
      { kind: "cursor", position: link } as const,
    ]) {
      expect(await dataverse.readChanges(accounts, from)).toMatchObject({
        ok: false,
        failure: {
          code: "badRequest",
          message: expect.stringContaining('Turn on "Track changes"'),
        },
      });
    }
  });
});
