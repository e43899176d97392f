import type { AppFailure } from "../../domain/error/app-failure.ts";
import type { AppRecord } from "../../domain/record.ts";
import { ok, type Result } from "../../domain/result.ts";
import type { RecordSearch } from "../../ports/metadata.ts";
import type { Connection } from "./connection.ts";
import { readPage } from "./read-changes.ts";
import { columnsOf } from "./row.ts";

/** Business Central knows no `or` between columns: each is asked for by itself, one after the other. */
export async function search(
  connection: Connection,
  { entity, columns, text, limit }: RecordSearch,
): Promise<Result<readonly AppRecord[], AppFailure>> {
  const found = new Map<AppRecord["id"], AppRecord>();
  const sought = `'${text.toLowerCase().replaceAll("'", "''")}'`;
  for (const column of columns) {
    if (found.size >= limit) break;
    const filter = encodeURIComponent(`contains(tolower(${column}),${sought})`);
    const select = columnsOf(entity).join(",");
    const url = `${connection.company.collection(entity)}?$select=${select}&$filter=${filter}&$top=${limit}`;
    const page = await readPage(connection, entity, url);
    if (!page.ok) return page;
    for (const record of page.value.records) found.set(record.id, record);
  }
  return ok([...found.values()].slice(0, limit));
}
