import type { Result } from "../../../domain/result.ts";
import type { Refusal } from "../refusals/refusal.ts";
import type { Company } from "../store/company.ts";
import type { Row } from "../tables/row.ts";
import type { Draft } from "./assign.ts";

/** What the application does around a write of one table. `sent` = names of the body's properties. */
export interface Rules {
  beforeInsert?(company: Company, draft: Draft, sent: ReadonlySet<string>): Verdict;
  beforeModify?(company: Company, draft: Draft, before: Row): Verdict;
  beforeDelete?(company: Company, row: Row): Verdict;
  /** Changes to other rows that come with it; `before` is missing on insert. */
  afterWrite?(company: Company, after: Row, before: Row | undefined): void;
  afterDelete?(company: Company, row: Row): void;
}

export type Verdict = Result<undefined, Refusal>;
