import { Big } from "big.js";
import type { AppFailure } from "../../domain/error/app-failure.ts";
import { type Instant, plusSeconds } from "../../domain/instant.ts";
import type { PlannedCreate } from "../../domain/job/intent.ts";
import type { Entity } from "../../domain/mapping/entity.ts";
import type { AppRecord, WireFields, WireValue } from "../../domain/record.ts";
import { failed, ok, type Result } from "../../domain/result.ts";
import type { FoundRecord } from "../../ports/business-app.ts";
import { followed, goesInCircles, type PageWalk } from "../http/page-walk.ts";
import { unexpectedAnswer } from "./app-error.ts";
import type { Connection } from "./connection.ts";
import { readByIds } from "./read-by-ids.ts";
import { changedAfter, readPage } from "./read-changes.ts";
import { columnsOf } from "./row.ts";

/** By the planned id where the page kept it; else by what was sent, among the rows that are new since. */
export async function findCreated(
  connection: Connection,
  entity: Entity,
  creates: readonly PlannedCreate[],
  since: Instant,
): Promise<Result<readonly (readonly FoundRecord[])[], AppFailure>> {
  const byId = await readByIds(
    connection,
    entity,
    creates.map(({ plannedId }) => plannedId),
  );
  if (!byId.ok) return byId;
  if (creates.every(({ plannedId }) => byId.value.records.has(plannedId))) {
    return ok(creates.map(({ plannedId }) => only(byId.value.records.get(plannedId))));
  }
  const recent = await readSince(connection, entity, creates, since);
  if (!recent.ok) return recent;
  const held = rowsByText(recent.value);
  const certain = creates.map((create) => {
    const kept = byId.value.records.get(create.plannedId);
    return kept === undefined ? exactFor(create, recent.value, held) : [kept];
  });
  // What another create made for certain is not what came of this one, however alike the two are.
  const taken = new Set(certain.flat().map(({ id }) => id));
  return ok(
    creates.map((create, index) => {
      const exact = certain[index] ?? [];
      if (exact.length > 0) return exact;
      const free: RowsByText = (...text) => held(...text).filter(({ id }) => !taken.has(id));
      return likelyFor(create, free).map((row) => ({ ...row, doubtful: true }));
    }),
  );
}

const only = (record: AppRecord | undefined): readonly AppRecord[] =>
  record === undefined ? [] : [record];

/** The page that was created through stamps its rows after `since`, which is a time of its own; two seconds cover rounding. */
async function readSince(
  connection: Connection,
  entity: Entity,
  creates: readonly PlannedCreate[],
  since: Instant,
): Promise<Result<readonly AppRecord[], AppFailure>> {
  const written = creates.flatMap(({ fields }) => Object.keys(fields));
  const columns = columnsOf(entity, written);
  const filter = changedAfter(plusSeconds(since, -2), 0);
  const rows: AppRecord[] = [];
  let walked: PageWalk | undefined;
  let link: string | undefined =
    `${connection.company.collection(entity)}?$select=${columns.join(",")}&$filter=${encodeURIComponent(filter)}`;
  while (link !== undefined) {
    const page = await readPage(connection, entity, link, columns);
    if (!page.ok) return page;
    rows.push(...page.value.records);
    const { nextLink } = page.value;
    walked = nextLink === undefined ? walked : followed(walked, link, nextLink);
    if (nextLink !== undefined && walked === undefined) {
      return failed(unexpectedAnswer(entity, goesInCircles));
    }
    link = nextLink;
  }
  return ok(rows);
}

type RowsByText = (column: string, sent: string) => readonly AppRecord[];

/** A step creates up to a thousand records, and as many rows are recent: comparing each with each takes seconds. */
function rowsByText(rows: readonly AppRecord[]): RowsByText {
  const columns = new Map<string, Grouped>();
  return (column, sent) => {
    const known = columns.get(column) ?? grouped(rows, column);
    columns.set(column, known);
    const forms = new Set([sent, sent.trim(), sent.trim().toUpperCase()]);
    return [...forms].flatMap((form) => known.get(form) ?? []);
  };
}

type Grouped = ReadonlyMap<WireValue | undefined, readonly AppRecord[]>;

function grouped(rows: readonly AppRecord[], column: string): Grouped {
  const groups = new Map<WireValue | undefined, AppRecord[]>();
  for (const row of rows) {
    const value = row.fields[column];
    const group = groups.get(value);
    if (group === undefined) groups.set(value, [row]);
    else group.push(row);
  }
  return groups;
}

/** Rows that hold all that was sent. */
function exactFor(
  { fields }: PlannedCreate,
  rows: readonly AppRecord[],
  held: RowsByText,
): readonly AppRecord[] {
  const name = nameIn(fields);
  const namesakes = name === undefined ? rows : held(...name);
  return namesakes.filter((row) => holdsAll(row.fields, fields));
}

/** Rows of the same name, or of another name by now that hold half of what was sent: none of them certain. */
function likelyFor({ fields }: PlannedCreate, held: RowsByText): readonly AppRecord[] {
  const name = nameIn(fields);
  if (name === undefined) return [];
  const namesakes = held(...name);
  return namesakes.length > 0 ? namesakes : renamed(fields, held);
}

/** A text that more rows hold tells little, and comparing them all takes long. */
const mostHolders = 20;

/** Somebody edited the new row, its name too, before it was looked for. */
function renamed(fields: WireFields, held: RowsByText): readonly AppRecord[] {
  const rows = new Set<AppRecord>();
  for (const [column, value] of textsIn(fields)) {
    const holders = held(column, value);
    if (holders.length <= mostHolders) for (const row of holders) rows.add(row);
  }
  return [...rows].filter((row) => holdsHalf(row.fields, fields));
}

const holdsHalf = (held: WireFields, sent: WireFields): boolean => {
  const values = Object.entries(sent);
  return (
    values.filter(([column, value]) => isSame(held[column], value)).length * 2 >= values.length
  );
};

/** The first text that was sent. */
const nameIn = (fields: WireFields): readonly [string, string] | undefined => textsIn(fields)[0];

const textsIn = (fields: WireFields): readonly (readonly [string, string])[] =>
  Object.entries(fields).flatMap(([column, value]) =>
    typeof value === "string" && value !== "" ? [[column, value] as const] : [],
  );

const holdsAll = (held: WireFields, sent: WireFields): boolean =>
  Object.entries(sent).every(([column, value]) => isSame(held[column], value));

function isSame(held: WireValue | undefined, sent: WireValue): boolean {
  if (held === sent) return true;
  if (typeof held === "string" && typeof sent === "string") {
    // A Code comes back trimmed and in capitals.
    return held === sent.trim() || held === sent.trim().toUpperCase();
  }
  const [one, other] = [numberOf(held), numberOf(sent)];
  return one !== undefined && other !== undefined && one.eq(other);
}

function numberOf(value: WireValue | undefined): Big | undefined {
  if (typeof value === "number") return new Big(value);
  return typeof value === "object" && value !== null ? new Big(value.decimal) : undefined;
}
