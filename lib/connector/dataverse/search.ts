import type { AppFailure } from "../../domain/error/app-failure.ts";
import type { AppRecord } from "../../domain/record.ts";
import { ok, type Result } from "../../domain/result.ts";
import type { RecordSearch } from "../../ports/metadata.ts";
import { ask } from "./ask.ts";
import { type Connection, selectOf } from "./connection.ts";
import { rowPageOf } from "./find-by-values.ts";

/** Dataverse compares without regard to case. */
export async function search(
  connection: Connection,
  { entity, columns, text, limit }: RecordSearch,
): Promise<Result<readonly AppRecord[], AppFailure>> {
  const sought = `'${text.replaceAll("'", "''")}'`;
  const filter = columns.map((column) => `contains(${column},${sought})`).join(" or ");
  const query = `${selectOf(entity)}&$filter=${encodeURIComponent(filter)}&$top=${limit}`;
  const url = `${connection.root}${entity.set}?${query}`;
  const answer = await ask(connection, { url, about: { set: entity.set } });
  if (!answer.ok) return answer;
  const page = rowPageOf(entity, answer.value);
  return page.ok ? ok(page.value.records.slice(0, limit)) : page;
}
