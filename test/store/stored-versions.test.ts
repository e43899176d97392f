import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import * as z from "zod/mini";
import { storedShape } from "../../lib/store/table/stored-shape.ts";
import type { Row } from "../../lib/store/table/table.ts";
import { type LocalEngine, startEngine } from "./local-store.ts";
import { fingerprintOf, oneOf, storedKinds, writeOneOfEach } from "./stored-kinds.ts";

const folder = fileURLToPath(new URL("stored/", import.meta.url));
const sources = fileURLToPath(new URL("../../lib/store/", import.meta.url));
const again = "WRITE_STORED=1 npx vitest run test/store/stored-versions.test.ts";

const Kept = z.object({ fingerprint: z.string(), item: z.record(z.string(), z.unknown()) });
const Binary = z.strictObject({ base64: z.string() });

const fileOf = (name: string, version: number): string => `${folder}${name}.${version}.json`;
const read = (file: string) => Kept.parse(JSON.parse(readFileSync(file, "utf8")));

/** Bytes stand in the files as text. */
const asText = (row: Row): Row =>
  Object.fromEntries(
    Object.entries(row).map(([name, value]) => [
      name,
      value instanceof Uint8Array ? { base64: Buffer.from(value).toString("base64") } : value,
    ]),
  );
const asStored = (item: Row): Row =>
  Object.fromEntries(
    Object.entries(item).map(([name, value]) => {
      const bytes = Binary.safeParse(value);
      return [name, bytes.success ? Buffer.from(bytes.data.base64, "base64") : value];
    }),
  );

let engine: LocalEngine;
beforeAll(async () => {
  engine = await startEngine("dynoxide");
  if (process.env["WRITE_STORED"] !== "1") return;
  const local = await engine.empty();
  await writeOneOfEach(local);
  for (const [name, kind] of Object.entries(storedKinds)) {
    const file = fileOf(name, kind.shape.version);
    const fingerprint = fingerprintOf(kind);
    if (existsSync(file) && read(file).fingerprint === fingerprint) continue;
    const kept = { fingerprint, item: asText(await oneOf(local.table, kind)) };
    writeFileSync(file, `${JSON.stringify(kept, null, 2)}\n`);
  }
});
afterAll(() => engine.stop());

describe("stored items outlive the release that wrote them", () => {
  test("every shape of lib/store is looked at here", () => {
    const named = readdirSync(sources, { recursive: true, encoding: "utf8" })
      .filter((file) => file.endsWith(".ts"))
      .map((file) => readFileSync(`${sources}${file}`, "utf8"))
      .flatMap((text) => [...text.matchAll(/(\w+) = storedShape\(/g)].map(([, name]) => name));

    expect(named.toSorted()).toEqual(Object.keys(storedKinds).toSorted());
  });

  test("every item that the store writes says which version it has", async () => {
    const local = await engine.empty();
    await writeOneOfEach(local);

    for (const kind of Object.values(storedKinds)) {
      expect((await oneOf(local.table, kind))["v"]).toBe(kind.shape.version);
    }
  });

  test.each(Object.entries(storedKinds))(
    "%s has not changed without a new version",
    (name, kind) => {
      const { version } = kind.shape;
      const file = fileOf(name, version);
      expect(
        existsSync(file),
        `There is no sample of ${name} in version ${version}. Write it: ${again}`,
      ).toBe(true);

      expect(
        fingerprintOf(kind),
        `The shape ${name} changed, and its version ${version} did not: items that deployed tenants hold would be misread. Append an upgrade from version ${version} to the second argument of its storedShape(…), then: ${again} (and commit the new file). Only if version ${version} never left this repository: the last step alone.`,
      ).toBe(read(file).fingerprint);
    },
  );

  test.each(readdirSync(folder))("%s, as its release wrote it, is read by today's code", (file) => {
    const [name = ""] = file.split(".");
    const { item } = read(`${folder}${file}`);

    const parsed = storedKinds[name]?.shape.parse(asStored(item));

    expect(parsed).toBeDefined();
  });
});

describe("an item of an older version", () => {
  const Renamed = storedShape({ title: z.string(), cents: z.number() }, [
    ({ name, ...rest }) => ({ ...rest, title: name }),
    ({ price, ...rest }) => ({ ...rest, cents: Number(price) * 100 }),
  ]);

  test("is upgraded step by step when it is read", () => {
    expect(Renamed.version).toBe(3);
    expect(Renamed.parse({ v: 1, name: "Bicycle", price: 4 })).toEqual({
      title: "Bicycle",
      cents: 400,
    });
    expect(Renamed.parse({ v: 2, title: "Bicycle", price: 4 }).cents).toBe(400);
    expect(Renamed.parse({ v: 3, title: "Bicycle", cents: 4 }).cents).toBe(4);
  });

  test("of a newer release is refused with what to do, rather than read wrongly", () => {
    expect(() => Renamed.parse({ v: 4, title: "Bicycle", cents: 4 })).toThrow(
      "it was written by a newer one, which has to be deployed again",
    );
  });

  test("without a version is none of ours", () => {
    expect(() => Renamed.parse({ title: "Bicycle", cents: 4 })).toThrow();
  });
});
