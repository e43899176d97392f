import * as z from "zod/mini";
import type { AppFailure } from "../../domain/error/app-failure.ts";
import type { RecordId } from "../../domain/ids.ts";
import { Instant } from "../../domain/instant.ts";
import type { Entity } from "../../domain/mapping/entity.ts";
import type { AppRecord } from "../../domain/record.ts";
import type { Result } from "../../domain/result.ts";
import { failed, ok } from "../../domain/result.ts";
import type { ChangePage, ReadFrom } from "../../ports/business-app.ts";
import { parseJson } from "../http/json.ts";
import { followed, goesInCircles, PageWalk } from "../http/page-walk.ts";
import type { AppError, Known } from "./app-error.ts";
import { failureCodeOf, strangeAnswer } from "./app-error.ts";
import { ask } from "./ask.ts";
import type { Connection } from "./connection.ts";
import { isOwnLink, linkOfToday, selectOf } from "./connection.ts";
import { meaningOfCode } from "./error-codes.ts";
import { Mark, markAfter, stampFilter, startMark, withStampsOf } from "./modified-mark.ts";
import { deletedIdOf, Row, recordOf } from "./row.ts";

const walked = z.optional(PageWalk);

/**
 * One page to ask for, and so the opaque `page` too. `all`: everything, with a delta link at the end;
 * `delta`: all since a delta link; `stamped`: a table without tracking, read by modified-on.
 */
const Walk = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("all"), url: z.string(), walked }),
  z.strictObject({ kind: z.literal("delta"), url: z.string(), walked }),
  z.strictObject({ kind: z.literal("stamped"), url: z.string(), mark: Mark, walked }),
]);
type Walk = z.infer<typeof Walk>;

const Page = z.looseObject({
  value: z.array(Row),
  "@odata.nextLink": z.optional(z.string()),
  "@odata.deltaLink": z.optional(z.string()),
});
type Page = z.infer<typeof Page>;

/** Reads one page of a table: of all of it, or of what changed since a position. */
export async function readChanges(
  connection: Connection,
  entity: Entity,
  from: ReadFrom,
): Promise<Result<ChangePage, AppFailure>> {
  const walk = walkOf(connection, entity, from);
  if (!walk.ok) return walk;
  const answer = await ask(connection, {
    url: walk.value.url,
    about: entity,
    prefer: preferOf(connection, walk.value),
    known: (error) => knownOf(entity, walk.value, error),
  });
  if (!answer.ok) return answer;
  const page = Page.safeParse(answer.value);
  if (!page.success) return failed(strangeAnswer(entity, "not a list of rows"));
  return changePage(connection, entity, walk.value, page.data);
}

function walkOf(connection: Connection, entity: Entity, from: ReadFrom): Result<Walk, AppFailure> {
  switch (from.kind) {
    case "beginning":
      return ok(wholeTable(connection, entity));
    case "cursor":
      return sinceCursor(connection, entity, from.position);
    case "page":
      return furtherPage(connection, entity, from.page);
  }
}

function wholeTable(connection: Connection, entity: Entity): Walk {
  const url = `${connection.root}${entity.set}?${selectOf(entity)}`;
  if (entity.changeTracking) return { kind: "all", url };
  return { kind: "stamped", url: `${url}&$orderby=${entity.id}`, mark: startMark };
}

/** A cursor of the other kind is from before change tracking was turned on or off in the mapping. */
function sinceCursor(
  connection: Connection,
  entity: Entity,
  position: string,
): Result<Walk, AppFailure> {
  const since = Instant.safeParse(position);
  if (entity.changeTracking === since.success) return failed(changedMapping(entity));
  if (!since.success) return sinceDelta(connection, entity, position);
  const url = `${connection.root}${entity.set}?${selectOf(entity)}&${stampFilter(since.data)}&$orderby=${entity.id}`;
  return ok({ kind: "stamped", url, mark: { since: since.data } });
}

/** A delta link answers with the columns it was made for. */
function sinceDelta(connection: Connection, entity: Entity, url: string): Result<Walk, AppFailure> {
  const link = checkedLink(connection, entity, { kind: "delta", url });
  if (!link.ok) return link;
  const selected = new URL(url).searchParams.get("$select")?.split(",");
  const isWhole = entity.columns.every((column) => selected?.includes(column) ?? true);
  return isWhole ? link : failed(changedMapping(entity));
}

function furtherPage(
  connection: Connection,
  entity: Entity,
  text: string,
): Result<Walk, AppFailure> {
  const json = parseJson(text);
  const walk = Walk.safeParse(json.ok ? json.value : undefined);
  return walk.success
    ? checkedLink(connection, entity, walk.data)
    : failed(foreignLink(entity, text));
}

const checkedLink = (
  connection: Connection,
  entity: Entity,
  walk: Walk,
): Result<Walk, AppFailure> => {
  const url = linkOfToday(connection, walk.url);
  return isOwnLink(connection, entity.set, url)
    ? ok({ ...walk, url })
    : failed(foreignLink(entity, url));
};

/** A delta link brings tracking with it; a further page needs the preferences again. */
const preferOf = ({ pageSize }: Connection, walk: Walk): string =>
  `${walk.kind === "all" ? "odata.track-changes," : ""}odata.maxpagesize=${pageSize}`;

/** Documentation and observation differ on an expired token: 0x80044352, 410, or 400 about the token. */
function knownOf(entity: Entity, walk: Walk, error: AppError): Known {
  // Also where it was turned off after the first run.
  const isUntracked =
    meaningOfCode(error.code) === "notTracked" ||
    /change tracking|isn't enabled for change/i.test(error.message);
  if (isUntracked) return { code: "badRequest", message: noTracking(entity).message };
  if (walk.kind === "delta") {
    const aboutToken = error.status === 400 && /delta ?token|version stamp/i.test(error.message);
    return aboutToken ? { code: "cursorExpired" } : {};
  }
  return failureCodeOf(error) === "cursorExpired" ? { code: "badRequest" } : {};
}

function changePage(
  connection: Connection,
  entity: Entity,
  walk: Walk,
  page: Page,
): Result<ChangePage, AppFailure> {
  const records: AppRecord[] = [];
  const deleted: RecordId[] = [];
  for (const row of page.value) {
    const record = recordOf(entity, row);
    const gone = record === undefined ? deletedIdOf(row) : undefined;
    if (record !== undefined) records.push(record);
    else if (gone !== undefined) deleted.push(gone);
    else return failed(brokenRow(entity, walk));
  }
  const after = placeAfter(connection, entity, marked(connection, walk, records), page);
  return after.ok ? ok({ records, deleted, ...after.value }) : after;
}

/** Where a delta link hides its columns, the rows show that it was made for others. */
const brokenRow = (entity: Entity, walk: Walk): AppFailure =>
  walk.kind === "delta"
    ? changedMapping(entity)
    : strangeAnswer(entity, "a row lacks its id, its version or a column");

const marked = ({ http }: Connection, walk: Walk, records: readonly AppRecord[]): Walk =>
  walk.kind === "stamped"
    ? { ...walk, mark: withStampsOf(walk.mark, records, http.serverTime()) }
    : walk;

function placeAfter(
  connection: Connection,
  entity: Entity,
  walk: Walk,
  page: Page,
): Result<Pick<ChangePage, "next" | "position">, AppFailure> {
  const next = page["@odata.nextLink"];
  if (next !== undefined) {
    const onward = followed(walk.walked, walk.url, next);
    if (onward === undefined) return failed(strangeAnswer(entity, goesInCircles));
    const further = checkedLink(connection, entity, { ...walk, url: next, walked: onward });
    return further.ok ? ok({ next: JSON.stringify(further.value) }) : further;
  }
  if (walk.kind === "stamped") return ok({ position: markAfter(walk.mark) });
  const delta = page["@odata.deltaLink"];
  if (delta === undefined) return failed(noTracking(entity));
  const position = checkedLink(connection, entity, { kind: "delta", url: delta });
  return position.ok ? ok({ position: delta }) : position;
}

const changedMapping = ({ set }: Entity): AppFailure => ({
  code: "cursorExpired",
  side: "dataverse",
  message: `The mapping of table ${set} in Dataverse was changed since the table was last read. The whole table is read again and compared.`,
});

const foreignLink = ({ set }: Entity, link: string): AppFailure => ({
  code: "badRequest",
  side: "dataverse",
  message: `The place to go on reading table ${set} in Dataverse is not in this organisation, so it is not asked. Check the address of Dataverse, and run a full synchronization.`,
  quoted: link.slice(0, 200),
});

const noTracking = ({ set }: Entity): AppFailure => ({
  code: "badRequest",
  side: "dataverse",
  message: `Dataverse does not track changes of table ${set}. Turn on "Track changes" for the table in Dataverse, or turn change tracking off in the table mapping.`,
});
