import * as z from "zod/mini";
import type { AppFailure } from "../../domain/error/app-failure.ts";
import { epochOf, Instant, instantOf, plusMinutes } from "../../domain/instant.ts";
import type { Entity } from "../../domain/mapping/entity.ts";
import type { Condition } from "../../domain/mapping/mapping.ts";
import type { AppRecord } from "../../domain/record.ts";
import { failed, ok, type Result } from "../../domain/result.ts";
import type { ChangePage, ReadFrom } from "../../ports/business-app.ts";
import { parseJson } from "../http/json.ts";
import { followed, goesInCircles, PageWalk } from "../http/page-walk.ts";
import { errorIn } from "../http/quoted.ts";
import { errorOf, failureOf, unexpectedAnswer } from "./app-error.ts";
import { type Connection, commonHeaders } from "./connection.ts";
import { columnsOf, recordOf } from "./row.ts";

/** One walk through the pages. `mark`, `newest` and `startedAt` are times of Business Central. */
const Walk = z.strictObject({
  link: z.string(),
  /** Where the last walk ended. */
  mark: z.optional(Instant),
  newest: z.optional(Instant),
  startedAt: z.optional(Instant),
  walked: z.optional(PageWalk),
});
type Walk = z.infer<typeof Walk>;

/** Rows that changed since the cursor, or all of them, one page at a time. */
export async function readChanges(
  connection: Connection,
  entity: Entity,
  from: ReadFrom,
): Promise<Result<ChangePage, AppFailure>> {
  const walk = walkFrom(connection, entity, from);
  if (!walk.ok) return walk;
  const askedAt = epochOf(connection.clock.now());
  const page = await readPage(connection, entity, walk.value.link);
  if (!page.ok) return page;
  const elapsed = epochOf(connection.clock.now()) - askedAt;
  const { records, nextLink } = page.value;
  const onward: Walk = {
    ...walk.value,
    newest: latest([walk.value.newest, ...records.map(({ modifiedOn }) => modifiedOn)]),
    startedAt: walk.value.startedAt ?? before(connection.http.serverTime(), elapsed),
  };
  if (nextLink === undefined) {
    return ok({ records, deleted: [], position: positionAfter(onward, connection.overlapMinutes) });
  }
  const walked = followed(walk.value.walked, walk.value.link, nextLink);
  if (walked === undefined) return failed(unexpectedAnswer(entity, goesInCircles));
  return ok({ records, deleted: [], next: JSON.stringify({ ...onward, link: nextLink, walked }) });
}

function walkFrom(
  { company, overlapMinutes }: Connection,
  entity: Entity,
  from: ReadFrom,
): Result<Walk, AppFailure> {
  const url = `${company.collection(entity)}?$select=${columnsOf(entity).join(",")}`;
  switch (from.kind) {
    case "beginning": {
      const filter = entity.filter.flatMap(safeFilter).join(" and ");
      return ok({ link: filter === "" ? url : `${url}&$filter=${encodeURIComponent(filter)}` });
    }
    case "cursor": {
      const mark = Instant.safeParse(from.position);
      if (!mark.success) return failed(lostPlace(entity));
      const filter = changedAfter(mark.data, overlapMinutes);
      return ok({ link: `${url}&$filter=${encodeURIComponent(filter)}`, mark: mark.data });
    }
    case "page": {
      const json = parseJson(from.page);
      const walk = Walk.safeParse(json.ok ? json.value : undefined);
      if (!walk.success || !isSameOrigin(walk.data.link, company.url)) {
        return failed(lostPlace(entity));
      }
      return ok(walk.data);
    }
  }
}

const lostPlace = (entity: Entity): AppFailure => ({
  code: "cursorExpired",
  side: "businessCentral",
  message: `The place up to which "${entity.set}" of Business Central was read cannot be used. Everything is read again.`,
});

/** Stamps are rounded to 3.33 ms by another rule than ours: Microsoft's own code steps back 50 ms. */
const stampToleranceMs = 50;

export const changedAfter = (mark: Instant, overlapMinutes: number): string =>
  `lastModifiedDateTime gt ${instantOf(epochOf(plusMinutes(mark, -overlapMinutes)) - stampToleranceMs)}`;

/** Only numbers and booleans: an option is a name, looks like a text, and cannot be filtered on. */
function safeFilter({ column, is, value }: Condition): readonly string[] {
  const operator = safeOperators[is];
  const isSafe = typeof value === "number" || typeof value === "boolean";
  return operator !== undefined && isSafe ? [`${column} ${operator} ${value}`] : [];
}

const safeOperators: Readonly<Record<Condition["is"], string | undefined>> = {
  equal: "eq",
  notEqual: "ne",
  greater: "gt",
  less: "lt",
  oneOf: undefined,
  noneOf: undefined,
  blank: undefined,
  notBlank: undefined,
  startsWith: undefined,
};

const Page = z.object({
  value: z.array(z.unknown()),
  "@odata.nextLink": z.optional(z.string()),
});

export interface ReadPage {
  readonly records: readonly AppRecord[];
  readonly nextLink: string | undefined;
}

/** `columns`: when more than the mapped ones were asked for. */
export async function readPage(
  connection: Connection,
  entity: Entity,
  url: string,
  columns: readonly string[] = entity.columns,
): Promise<Result<ReadPage, AppFailure>> {
  const { http, pageSize } = connection;
  const answer = await http.send({
    method: "GET",
    url,
    headers: { ...commonHeaders, prefer: `odata.maxpagesize=${pageSize}` },
  });
  if (answer.kind === "noAnswer") return failed(answer.failure);
  if (answer.status !== 200) return failed(failureOf(errorOf(answer), entity));
  const json = parseJson(answer.text);
  return pageOf(connection, entity, json.ok ? json.value : undefined, columns);
}

export function pageOf(
  { company }: Connection,
  entity: Entity,
  body: unknown,
  columns: readonly string[] = entity.columns,
): Result<ReadPage, AppFailure> {
  const page = Page.safeParse(body);
  if (!page.success) {
    return failed(unexpectedAnswer(entity, errorIn(body)?.message ?? "no list of records"));
  }
  const nextLink = page.data["@odata.nextLink"];
  // Our token goes where the link leads.
  if (nextLink !== undefined && !isSameOrigin(nextLink, company.url)) {
    return failed(unexpectedAnswer(entity, "its next page is on another host"));
  }
  const records: AppRecord[] = [];
  for (const row of page.data.value) {
    const record = recordOf(entity, row, columns);
    if (!record.ok) return failed(unexpectedAnswer(entity, record.failure));
    records.push(record.value);
  }
  return ok({ records, nextLink });
}

const isSameOrigin = (link: string, url: string): boolean =>
  URL.canParse(link) && new URL(link).origin === new URL(url).origin;

const latest = (instants: readonly (Instant | undefined)[]): Instant | undefined =>
  instants.reduce(
    (newest, instant) =>
      instant !== undefined && (newest === undefined || instant > newest) ? instant : newest,
    undefined,
  );

const earliest = (one: Instant, other: Instant): Instant => (one < other ? one : other);

/** `Date` tells when the answer was made; what we want is when the question was asked. */
const before = (instant: Instant | undefined, milliseconds: number): Instant | undefined =>
  instant === undefined ? undefined : instantOf(epochOf(instant) - milliseconds);

/**
 * The newest stamp seen, but never after the start of the walk, and never back. Where nothing is
 * new the cursor follows one overlap behind: else the rows of the last burst, all inside the
 * overlap, would be read again in every run until something else changes.
 */
function positionAfter({ mark, newest, startedAt }: Walk, overlapMinutes: number): Instant {
  const seen = latest([mark, newest, startedAt && plusMinutes(startedAt, -overlapMinutes)]);
  const reached = seen && startedAt ? earliest(seen, startedAt) : seen;
  return latest([mark, reached]) ?? instantOf(0);
}
