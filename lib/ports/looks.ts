import type { LookId } from "../domain/ids.ts";
import type { Instant } from "../domain/instant.ts";
import type { Look, LookAnswer } from "../domain/look/look.ts";
import type {
  TableDescription,
  TableRef,
  TableTitle,
} from "../domain/metadata/table-description.ts";
import type { Side } from "../domain/side.ts";

/** Looks and their answers, an hour each. */
export interface Looks {
  get(id: LookId): Promise<Look | undefined>;
  ask(look: Look): Promise<void>;
  /** `tooLarge`: more than one item holds; nothing was kept. */
  answer(look: Look, answer: LookAnswer): Promise<"kept" | "tooLarge">;
}

export interface Kept<T> {
  readonly content: T;
  /** When the app said so. */
  readonly readAt: Instant;
}

/** What the apps said of their tables, as long as nobody asked them again. */
export interface Descriptions {
  tables(app: Side): Promise<Kept<readonly TableTitle[]> | undefined>;
  table(app: Side, table: TableRef): Promise<Kept<TableDescription> | undefined>;
  /** Nothing is kept of what one item does not hold. */
  keepTables(app: Side, tables: readonly TableTitle[]): Promise<void>;
  keepTable(app: Side, table: TableRef, description: TableDescription): Promise<void>;
}
