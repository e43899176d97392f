import { describe, expect, test } from "vitest";
import type { Entity } from "../../../lib/domain/mapping/entity.ts";
import type { ReadFrom } from "../../../lib/ports/business-app.ts";
import {
  aCustomer,
  anError,
  aToldCompany,
  customers,
  idOf,
  root,
  versionOf,
} from "./told-company.ts";

const noon = "Mon, 23 Nov 2026 12:00:00 GMT";
const since = (position: string): ReadFrom => ({ kind: "cursor", position });

const aPage = (rows: readonly object[], more: object = {}, date = noon) => ({
  headers: { date },
  body: JSON.stringify({ value: rows, ...more }),
});

const stamped = (n: number, lastModifiedDateTime: string) => aCustomer(n, { lastModifiedDateTime });

test("the whole table is asked for with the mapped columns, a page size and English messages", async () => {
  const { company, asked } = aToldCompany(() => aPage([]));

  await company.readChanges(customers, { kind: "beginning" });

  expect(asked[0]?.url).toBe(
    `${root}companies(9ee48135-93e1-ef11-9344-6045bde9ca09)/customers?$select=id,lastModifiedDateTime,number,displayName,country,city,state,postalCode,creditLimit`,
  );
  expect(asked[0]?.headers).toMatchObject({
    prefer: "odata.maxpagesize=1000",
    "accept-language": "en-US",
  });
});

test("a record has its id, ETag, stamp and columns, and decimals keep all their digits", async () => {
  const row = JSON.stringify(aCustomer(1)).replace(
    '"creditLimit":0',
    '"creditLimit":12345678901234.56789',
  );
  const { company } = aToldCompany(() => ({ body: `{"value":[${row}]}` }));

  const page = await company.readChanges(customers, { kind: "beginning" });

  expect(page.ok && page.value.records).toEqual([
    {
      id: idOf(1),
      version: versionOf(1),
      modifiedOn: "2026-11-23T11:00:00.003Z",
      fields: {
        number: "C1",
        displayName: "Customer 1",
        country: "DK",
        city: "Ribe",
        state: "",
        postalCode: "6760",
        creditLimit: { decimal: "12345678901234.56789" },
      },
    },
  ]);
});

test("a custom API is read at its own root", async () => {
  const entity: Entity = { ...customers, api: "tandem/sales/v1.0", set: "customerCards" };
  const { company, asked } = aToldCompany(() => aPage([]));

  await company.readChanges(entity, { kind: "beginning" });

  expect(asked[0]?.url).toMatch(
    /^https:\/\/bc\.example\/v2\.0\/production\/api\/tandem\/sales\/v1\.0\/companies\(9ee48135-[^/]+\)\/customerCards\?/,
  );
});

describe("narrowing", () => {
  const filtered: Entity = {
    ...customers,
    filter: [
      { column: "type", is: "equal", value: "Person" },
      { column: "taxLiable", is: "equal", value: true },
      { column: "creditLimit", is: "greater", value: 100 },
    ],
  };
  const filterOf = (url: string | undefined) => new URL(url ?? "").searchParams.get("$filter");

  test("a full read is narrowed by numbers and booleans, never by text that could be an option", async () => {
    const { company, asked } = aToldCompany(() => aPage([]));

    await company.readChanges(filtered, { kind: "beginning" });

    expect(filterOf(asked[0]?.url)).toBe("taxLiable eq true and creditLimit gt 100");
  });

  test("a read of changes is not: a record that left the filter is a change too", async () => {
    const { company, asked } = aToldCompany(() => aPage([]));

    await company.readChanges(filtered, since("2026-11-23T11:00:00.000Z"));

    expect(filterOf(asked[0]?.url)).toBe("lastModifiedDateTime gt 2026-11-23T10:49:59.950Z");
  });
});

describe("the cursor", () => {
  test("is the newest stamp, in whatever order the rows come", async () => {
    const { company } = aToldCompany(() =>
      aPage([
        stamped(1, "2026-11-23T11:58:00.1Z"),
        stamped(2, "2026-11-23T11:59:30Z"),
        stamped(3, "2026-11-23T11:59:29.997Z"),
      ]),
    );

    const page = await company.readChanges(customers, { kind: "beginning" });

    expect(page.ok && page.value.position).toBe("2026-11-23T11:59:30.000Z");
  });

  test("never passes the start of the walk: later changes may have been missed", async () => {
    const { company } = aToldCompany(() => aPage([stamped(1, "2026-11-23T12:20:00Z")]));

    const page = await company.readChanges(customers, { kind: "beginning" });

    expect(page.ok && page.value.position).toBe("2026-11-23T12:00:00.000Z");
  });

  test("FM1 the walk starts when it was asked for, by the app's clock: waiting is not part of it", async () => {
    const { company } = aToldCompany((_, count) =>
      count === 1
        ? { status: 503, headers: { "retry-after": "30" } }
        : aPage([stamped(1, "2026-11-23T12:20:00Z")]),
    );

    const page = await company.readChanges(customers, { kind: "beginning" });

    expect(page.ok && page.value.position).toBe("2026-11-23T11:59:30.000Z");
  });

  test("follows one overlap behind when nothing is new, so that a burst is not read again for ever", async () => {
    const { company } = aToldCompany(() => aPage([stamped(1, "2026-11-23T09:00:00Z")]));

    const page = await company.readChanges(customers, since("2026-11-23T09:00:00.000Z"));

    expect(page.ok && page.value.position).toBe("2026-11-23T11:50:00.000Z");
  });

  test("never goes back, not even when the app's clock does", async () => {
    const { company } = aToldCompany(() =>
      aPage([stamped(1, "2026-11-23T08:00:00Z")], {}, "Mon, 23 Nov 2026 09:00:00 GMT"),
    );

    const page = await company.readChanges(customers, since("2026-11-23T11:00:00.000Z"));

    expect(page.ok && page.value.position).toBe("2026-11-23T11:00:00.000Z");
  });

  test("that cannot be read means: read everything again", async () => {
    const { company, asked } = aToldCompany(() => aPage([]));

    expect(await company.readChanges(customers, since("deltatoken=1"))).toMatchObject({
      failure: { code: "cursorExpired" },
    });
    expect(await company.readChanges(customers, { kind: "page", page: "{" })).toMatchObject({
      failure: { code: "cursorExpired" },
    });
    expect(asked).toHaveLength(0);
  });
});

describe("pages", () => {
  const link = `${root}companies(x)/customers?$select=id%2CdisplayName&aid=FIN&$skiptoken=7`;

  test("FM2 the link is followed to the letter, and the cursor is known only at the end", async () => {
    const { company, asked } = aToldCompany((_, count) =>
      count === 1
        ? aPage([stamped(1, "2026-11-23T11:59:00Z")], { "@odata.nextLink": link })
        : aPage([stamped(2, "2026-11-23T11:00:00Z")], {}, "Mon, 23 Nov 2026 12:30:00 GMT"),
    );

    const first = await company.readChanges(customers, since("2026-11-23T10:00:00.000Z"));
    if (!first.ok) throw new Error("no page");
    const second = await company.readChanges(customers, {
      kind: "page",
      page: first.value.next ?? "",
    });

    expect(first.value.position).toBeUndefined();
    expect(asked[1]?.url).toBe(link);
    expect(asked[1]?.headers["prefer"]).toBe("odata.maxpagesize=1000");
    expect(second.ok && second.value).toMatchObject({ position: "2026-11-23T11:59:00.000Z" });
    expect(second.ok && second.value.next).toBeUndefined();
  });

  test("a link kept from before the company moved to another host is not followed either", async () => {
    const { company, asked } = aToldCompany(() => aPage([]));
    const page = JSON.stringify({ link: "https://evil.example/customers?$skiptoken=7" });

    expect(await company.readChanges(customers, { kind: "page", page })).toMatchObject({
      failure: { code: "cursorExpired" },
    });
    expect(asked).toHaveLength(0);
  });

  test("a link to another host is not followed: our token would go there", async () => {
    const { company } = aToldCompany(() =>
      aPage([], { "@odata.nextLink": "https://evil.example/customers" }),
    );

    expect(await company.readChanges(customers, { kind: "beginning" })).toMatchObject({
      failure: { code: "serverError" },
    });
  });
});

describe("answers that cannot be believed", () => {
  test.each([
    ["a body cut off in the middle", '{"value":[{"id":'],
    ["a page of HTML", "<html>login</html>"],
    ["no list", "{}"],
    ["a row without an ETag", JSON.stringify({ value: [{ id: idOf(1) }] })],
    ["a row without a GUID", JSON.stringify({ value: [aCustomer(1, { id: "1" })] })],
    [
      "a row that lacks a mapped column",
      JSON.stringify({ value: [aCustomer(1, { city: undefined })] }),
    ],
  ])("FM9 %s is trouble with the app, not a short list", async (_, body) => {
    const { company } = aToldCompany(() => ({ body }));

    expect(await company.readChanges(customers, { kind: "beginning" })).toMatchObject({
      ok: false,
      failure: { code: "serverError", side: "businessCentral" },
    });
  });

  test("FM15 a column that is gone names itself in the failure", async () => {
    const { company } = aToldCompany(() => ({
      status: 400,
      body: JSON.stringify(
        anError(
          "BadRequest",
          "Could not find a property named 'fax' on type 'Microsoft.NAV.customer'.",
        ),
      ),
    }));

    expect(await company.readChanges(customers, { kind: "beginning" })).toMatchObject({
      failure: {
        code: "unknownField",
        message:
          'Business Central\'s table "customers" has no field "fax". Remove it from the mapping or correct its name.',
        quoted: "Could not find a property named 'fax' on type 'Microsoft.NAV.customer'.",
      },
    });
  });
});
