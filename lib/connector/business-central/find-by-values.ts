import type { AppFailure } from "../../domain/error/app-failure.ts";
import type { Entity } from "../../domain/mapping/entity.ts";
import type { AppRecord } from "../../domain/record.ts";
import { failed, ok, type Result } from "../../domain/result.ts";
import { chunksOf } from "../chunks-of.ts";
import { followed, goesInCircles, type PageWalk } from "../http/page-walk.ts";
import { failureOf, unexpectedAnswer } from "./app-error.ts";
import { errorOfPart, maxParts, type PartAnswer, sendBatch } from "./batch.ts";
import type { Connection } from "./connection.ts";
import { pageOf, type ReadPage, readPage } from "./read-changes.ts";
import { columnsOf } from "./row.ts";

type Found = Result<readonly AppRecord[], AppFailure>;

/** `or` is allowed within one column; `in` would need schema version 2.1. */
const valuesPerPart = 10;

/** Records whose text or code is one of the values. Business Central heeds the case of text. */
export async function findByValues(
  connection: Connection,
  entity: Entity,
  column: string,
  values: readonly string[],
): Promise<Found> {
  const parts = chunksOf([...new Set(values)], valuesPerPart).map((some) => {
    const filter = some.map((value) => `${column} eq '${value.replaceAll("'", "''")}'`);
    const query = `?$select=${columnsOf(entity).join(",")}&$filter=${encodeURIComponent(filter.join(" or "))}`;
    return { method: "GET" as const, url: connection.company.relative(entity) + query };
  });
  const found = new Map<AppRecord["id"], AppRecord>();
  for (const requests of chunksOf(parts, maxParts)) {
    const answer = await sendBatch(connection, entity, requests);
    if (answer.kind === "failed") return failed(answer.failure);
    for (const part of answer.parts) {
      const records = await recordsOf(connection, entity, part);
      if (!records.ok) return records;
      for (const record of records.value) found.set(record.id, record);
    }
  }
  return ok([...found.values()]);
}

/** The records of one part, and those of the pages that follow it. */
async function recordsOf(
  connection: Connection,
  entity: Entity,
  part: PartAnswer | undefined,
): Promise<Found> {
  if (part === undefined) return failed(unexpectedAnswer(entity, "a batch answer with gaps"));
  if (part.status !== 200) return failed(failureOf(errorOfPart(part), entity));
  const records: AppRecord[] = [];
  let page: Result<ReadPage, AppFailure> = pageOf(connection, entity, part.body);
  let walked: PageWalk | undefined;
  let from = "";
  for (;;) {
    if (!page.ok) return page;
    records.push(...page.value.records);
    const { nextLink } = page.value;
    if (nextLink === undefined) return ok(records);
    walked = followed(walked, from, nextLink);
    if (walked === undefined) return failed(unexpectedAnswer(entity, goesInCircles));
    from = nextLink;
    page = await readPage(connection, entity, nextLink);
  }
}
