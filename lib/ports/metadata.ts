import type { AppFailure } from "../domain/error/app-failure.ts";
import type { Entity } from "../domain/mapping/entity.ts";
import type {
  TableDescription,
  TableRef,
  TableTitle,
} from "../domain/metadata/table-description.ts";
import type { AppRecord } from "../domain/record.ts";
import type { Result } from "../domain/result.ts";

/** What an app says of itself. Small: no more is asked than a mapping can use. */
export interface Metadata {
  tables(): Promise<Result<readonly TableTitle[], AppFailure>>;
  /** Undefined where the app has no such table. */
  describe(table: TableRef): Promise<Result<TableDescription | undefined, AppFailure>>;
}

/** Which records a search is for: one of the columns holds the text somewhere, whatever its case. */
export interface RecordSearch {
  readonly entity: Entity;
  readonly columns: readonly string[];
  readonly text: string;
  readonly limit: number;
}

export interface Searchable {
  search(sought: RecordSearch): Promise<Result<readonly AppRecord[], AppFailure>>;
}
