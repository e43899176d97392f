import { describe } from "../../domain/error/app-failure.ts";
import { type LookAnswer, lookFailed } from "../../domain/look/look.ts";
import { nearestNames } from "../../domain/metadata/nearest-names.ts";
import { bounded, type TableRef, tableKey } from "../../domain/metadata/table-description.ts";
import { appName, type Side } from "../../domain/side.ts";
import type { LookApp } from "./look-app.ts";

export async function lookAtTables({ store, apps }: LookApp, app: Side): Promise<LookAnswer> {
  const tables = await apps[app].tables();
  if (!tables.ok) return lookFailed(tables.failure.code, describe(tables.failure));
  await store.descriptions.keepTables(app, tables.value);
  return { kind: "tables", items: [...tables.value] };
}

/** Where there is no such table, the app's own list says what may have been meant. */
export async function lookAtTable(
  { store, apps }: LookApp,
  app: Side,
  table: TableRef,
): Promise<LookAnswer> {
  const found = await apps[app].describe(table);
  if (!found.ok) return lookFailed(found.failure.code, describe(found.failure));
  if (found.value === undefined) {
    const others = table.api === undefined ? await apps[app].tables() : undefined;
    const names = others?.ok === true ? others.value.map(({ name }) => name) : [];
    return lookFailed("unknownTable", unknownTable(app, table, nearestNames(table.name, names)));
  }
  const description = bounded(found.value);
  await store.descriptions.keepTable(app, table, description);
  return { kind: "table", description };
}

const unknownTable = (app: Side, table: TableRef, nearest: readonly string[]): string =>
  `${appName[app]} has no table "${tableKey(table)}".${
    nearest.length === 0 ? "" : ` Did you mean ${nearest.join(", ")}?`
  }`;
