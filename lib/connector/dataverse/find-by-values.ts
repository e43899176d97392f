import * as z from "zod/mini";
import type { AppFailure } from "../../domain/error/app-failure.ts";
import type { Entity } from "../../domain/mapping/entity.ts";
import type { AppRecord } from "../../domain/record.ts";
import type { Result } from "../../domain/result.ts";
import { failed, ok } from "../../domain/result.ts";
import { chunksOf } from "../chunks-of.ts";
import { parseJson } from "../http/json.ts";
import { followed, goesInCircles, type PageWalk } from "../http/page-walk.ts";
import type { WireAnswer } from "../http/transport.ts";
import { appErrorOf, failureOf, strangeAnswer } from "./app-error.ts";
import { ask } from "./ask.ts";
import type { Operation } from "./batch.ts";
import type { Connection } from "./connection.ts";
import { isOwnLink, linkOfToday, readHeaders, selectOf } from "./connection.ts";
import { Row, recordOf } from "./row.ts";
import { sendBatch } from "./run-batch.ts";

type Found = Result<readonly AppRecord[], AppFailure>;

const Page = z.looseObject({
  value: z.array(Row),
  "@odata.nextLink": z.optional(z.string()),
});

/** Rows whose column holds one of the values. Dataverse compares without regard to case. */
export async function findByValues(
  connection: Connection,
  entity: Entity,
  column: string,
  values: readonly string[],
): Promise<Found> {
  const rows = new Map<AppRecord["id"], AppRecord>();
  const operations = partsOf([...new Set(values)]).map((part) =>
    listing(connection, entity, column, part),
  );
  for (const chunk of chunksOf(operations, connection.batchSize)) {
    const found = await searched(connection, entity, chunk);
    if (!found.ok) return found;
    for (const record of found.value) rows.set(record.id, record);
  }
  return ok([...rows.values()]);
}

/** An address in a batch may have 64 KB; a condition takes any number of values, but not readily. */
const maxCharacters = 30_000;
const maxValues = 300;

function partsOf(values: readonly string[]): readonly (readonly string[])[] {
  const parts: string[][] = [];
  let length = 0;
  for (const value of values) {
    const literal = literalOf(value);
    const size = encodeURIComponent(literal).length + 3;
    const last = parts.at(-1);
    if (last === undefined || last.length === maxValues || length + size > maxCharacters) {
      parts.push([literal]);
      length = size;
    } else {
      last.push(literal);
      length += size;
    }
  }
  return parts;
}

const literalOf = (value: string): string => `'${value.replaceAll("'", "''")}'`;

function listing(
  { root }: Connection,
  entity: Entity,
  column: string,
  literals: readonly string[],
): Operation {
  const filter = `Microsoft.Dynamics.CRM.In(PropertyName='${column}',PropertyValues=[${literals.join(",")}])`;
  const url = `${root}${entity.set}?${selectOf(entity)}&$filter=${encodeURIComponent(filter)}`;
  return { method: "GET", url, headers: readHeaders };
}

async function searched(
  connection: Connection,
  entity: Entity,
  operations: readonly Operation[],
): Promise<Found> {
  const answer = await sendBatch(connection, entity, operations, false);
  if (answer.kind === "failed") return failed(answer.failure);
  if (answer.parts.length !== operations.length) {
    return failed(strangeAnswer(entity, "a part of a batch is missing"));
  }
  const records: AppRecord[] = [];
  for (const part of answer.parts) {
    const rows = await rowsOf(connection, entity, part);
    if (!rows.ok) return rows;
    records.push(...rows.value);
  }
  return ok(records);
}

/** The rows of one part, and those of the pages that follow it. */
async function rowsOf(
  connection: Connection,
  entity: Entity,
  part: WireAnswer | undefined,
): Promise<Found> {
  if (part === undefined) return failed(strangeAnswer(entity, "a part of a batch is missing"));
  if (part.status !== 200) {
    return failed(failureOf(appErrorOf(part, connection.clock), { set: entity.set }));
  }
  const records: AppRecord[] = [];
  let json = parseJson(part.text);
  let walked: PageWalk | undefined;
  let from = "";
  for (;;) {
    const page = rowPageOf(entity, json.ok ? json.value : undefined);
    if (!page.ok) return page;
    records.push(...page.value.records);
    const { next } = page.value;
    if (next === undefined) return ok(records);
    const url = linkOfToday(connection, next);
    if (!isOwnLink(connection, entity.set, url)) {
      return failed(strangeAnswer(entity, "its next page is elsewhere"));
    }
    walked = followed(walked, from, url);
    if (walked === undefined) return failed(strangeAnswer(entity, goesInCircles));
    from = url;
    const answer = await ask(connection, { url, about: entity });
    if (!answer.ok) return answer;
    json = answer;
  }
}

/** One page of rows, each whole. */
export function rowPageOf(
  entity: Entity,
  json: unknown,
): Result<
  { readonly records: readonly AppRecord[]; readonly next: string | undefined },
  AppFailure
> {
  const page = Page.safeParse(json);
  if (!page.success) return failed(strangeAnswer(entity, "not a list of rows"));
  const records: AppRecord[] = [];
  for (const row of page.data.value) {
    const record = recordOf(entity, row);
    if (record === undefined) {
      return failed(strangeAnswer(entity, "a row lacks its id, its version or a column"));
    }
    records.push(record);
  }
  return ok({ records, next: page.data["@odata.nextLink"] });
}
