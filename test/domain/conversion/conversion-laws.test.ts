import fc from "fast-check";
import { expect, test } from "vitest";
import { splitOver, tidied } from "../../../lib/domain/conversion/split.ts";
import type { FieldMapping } from "../../../lib/domain/mapping/mapping.ts";
import type { WireFields } from "../../../lib/domain/record.ts";
import { otherSide, sides } from "../../../lib/domain/side.ts";
import { aField, readAll, write } from "../a-field.ts";

const anyText = fc.oneof(
  fc.string({ unit: "grapheme", maxLength: 30 }),
  fc.constantFrom(null, "", " ", "a\r\nb", "Straße", "ab😀cd", " x "),
);
const aName = fc
  .array(fc.constantFrom("Ida", "Maria", "Birk", "😀", " ", "  ", ","), { maxLength: 8 })
  .map((parts) => parts.join(" "));
const moment = fc
  .date({
    min: new Date("1753-01-01T00:00:00Z"),
    max: new Date("9999-12-31T00:00:00Z"),
    noInvalidDate: true,
  })
  .map((date) => date.toISOString());

const one = (wire: fc.Arbitrary<WireFields[string]>): fc.Arbitrary<WireFields> =>
  wire.map((value) => ({ bc: value, dv: value }));
const eitherSide = fc.constantFrom(...sides);
const shorter = {
  businessCentral: { column: "bc", maxLength: 9 },
  dataverse: { column: "dv", maxLength: 6 },
};
const joinedName = {
  businessCentral: { column: "bc", maxLength: 9 },
  dataverse: { columns: ["first", "last"], maxLength: 4 },
};

const kinds: readonly [string, FieldMapping, fc.Arbitrary<WireFields>][] = [
  ["text", aField("text"), one(anyText)],
  [
    "text that is trimmed and upper-cased",
    aField("text", { transform: [{ kind: "trim" }, { kind: "upper" }] }),
    one(anyText),
  ],
  ["text that is cut", aField("text", { ...shorter, length: "truncate" }), one(anyText)],
  ["code", aField("code"), one(anyText)],
  ["code that is cut", aField("code", { ...shorter, length: "truncate" }), one(anyText)],
  [
    "joined text",
    aField("text", { dataverse: { columns: ["first", "last"] } }),
    fc.record({ bc: aName, first: aName, last: aName }),
  ],
  [
    "joined text that is cut",
    aField("text", { ...joinedName, length: "truncate" }),
    fc.record({ bc: aName, first: aName, last: aName }),
  ],
  [
    "text in three columns",
    aField("text", { dataverse: { columns: ["first", "middle", "last"] } }),
    fc.record({ bc: aName, first: aName, middle: aName, last: aName }),
  ],
  [
    "guid",
    aField("guid"),
    one(
      fc.oneof(
        fc.uuid(),
        fc.uuid().map((id) => id.toUpperCase()),
        fc.constantFrom(null, "00000000-0000-0000-0000-000000000000"),
      ),
    ),
  ],
  ["boolean", aField("boolean"), one(fc.constantFrom(true, false, null))],
  ["integer", aField("integer"), one(fc.oneof(fc.integer(), fc.constantFrom(null, 0)))],
  [
    "decimal",
    aField("decimal", { scale: 2 }),
    one(fc.oneof(fc.double({ min: -1e12, max: 1e12, noNaN: true }), fc.constantFrom(null, 0))),
  ],
  [
    "date",
    aField("date"),
    one(
      fc.oneof(
        moment.map((text) => text.slice(0, 10)),
        fc.constantFrom(null, "0001-01-01"),
      ),
    ),
  ],
  [
    "dateTime",
    aField("dateTime"),
    one(fc.oneof(moment, fc.constantFrom(null, "0001-01-01T00:00:00Z"))),
  ],
];

test.each(kinds)(
  "C %s: what is sent to either side reads back as what it was",
  (_, field, record) => {
    fc.assert(
      fc.property(record, eitherSide, eitherSide, (fields, from, to) => {
        const value = readAll(field, from, fields);
        if (value === undefined || (typeof value === "object" && value !== null)) {
          throw new Error("the generated record was not understood");
        }
        const sent = write(field, to, value);
        expect(sent).toMatchObject({ ok: true });
        if (sent.ok) expect(readAll(field, to, sent.value)).toBe(value);
      }),
    );
  },
);

test("C9 choice: what is sent to either side reads back as what it was", () => {
  const field = aField("choice", { values: { _x0020_: 0, Ship: 1, Non_x002D_Inventory: 2 } });
  const businessCentral = fc.constantFrom(
    "_x0020_",
    " ",
    "Ship",
    "Non-Inventory",
    "Non_x002D_Inventory",
  );
  const dataverse = fc.constantFrom(0, 1, 2, null);
  fc.assert(
    fc.property(fc.record({ bc: businessCentral, dv: dataverse }), eitherSide, (fields, from) => {
      const value = readAll(field, from, fields);
      if (typeof value !== "number") throw new Error("the option was not understood");
      const to = otherSide[from];
      const sent = write(field, to, value);
      expect(sent.ok && readAll(field, to, sent.value)).toBe(value);
    }),
  );
});

test.each([" ", ", ", "-"])(
  "C14 split and joined again with %j, a tidy text is the same",
  (separator) => {
    fc.assert(
      fc.property(aName, fc.integer({ min: 2, max: 4 }), (name, columns) => {
        const text = tidied(name.replaceAll(" ", separator), separator);
        const parts = splitOver(text, columns, separator);
        expect(parts).toHaveLength(columns);
        expect(parts.filter((part) => part !== "").join(separator)).toBe(text);
      }),
    );
  },
);
