import { matches } from "../../domain/conversion/filter.ts";
import { numberColumnOf } from "../../domain/conversion/number-column.ts";
import { entityOf } from "../../domain/conversion/selection.ts";
import { describe } from "../../domain/error/app-failure.ts";
import { type LookAnswer, type LookRequest, lookFailed } from "../../domain/look/look.ts";
import type { AppRecord } from "../../domain/record.ts";
import { otherSide } from "../../domain/side.ts";
import type { LookApp } from "./look-app.ts";

type Sought = Extract<LookRequest, { kind: "records" }>;

const mostRecords = 20;

/** Records by a part of their title or number, with what Tandem knows of each. */
export async function lookForRecords(
  { store, apps }: LookApp,
  { app, mapping: name, search }: Sought,
): Promise<LookAnswer> {
  const stored = await store.mappings.get(name);
  if (stored === undefined) {
    return lookFailed("unknownMapping", `There is no mapping ${name} any more.`);
  }
  const { mapping } = stored;
  const { title, filter } = mapping[app];
  const number = numberColumnOf(mapping, app);
  const found = await apps[app].search({
    entity: entityOf(mapping, app),
    columns: number === undefined || number === title ? [title] : [title, number],
    text: search,
    limit: mostRecords,
  });
  if (!found.ok) return lookFailed(found.failure.code, describe(found.failure));
  const couplings = await store.couplings.bySide(
    name,
    app,
    found.value.map(({ id }) => id),
  );
  return {
    kind: "records",
    items: found.value.map((record) => ({
      id: record.id,
      title: textIn(record, title),
      number: number === undefined ? undefined : textIn(record, number),
      coupledWith: couplings.get(record.id)?.ids[otherSide[app]],
      inFilter: matches(filter, record.fields),
    })),
  };
}

const textIn = ({ fields }: AppRecord, column: string): string => {
  const value = fields[column];
  return typeof value === "string" || typeof value === "number" ? String(value) : "";
};
