import type { Result } from "../../domain/result.ts";
import type { Draft } from "./assign.ts";
import type { Company } from "./company.ts";
import { contactRules } from "./contact-rules.ts";
import { customerRules } from "./customer-rules.ts";
import { opportunityRules } from "./opportunity-rules.ts";
import { dialog, type Refusal } from "./refusal.ts";
import type { Row } from "./row.ts";
import { orderLineRules, orderRules } from "./sales-order-rules.ts";
import type { TableName } from "./table-names.ts";

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

const itemRules: Rules = {
  beforeInsert: (_company, _draft, sent) =>
    sent.has("inventory")
      ? dialog("Inventory cannot be changed during on insert.")
      : { ok: true, value: undefined },
};

const rulesByTable: Readonly<Partial<Record<TableName, Rules>>> = {
  customers: customerRules,
  contacts: contactRules,
  items: itemRules,
  salesOrders: orderRules,
  salesOrderLines: orderLineRules,
  opportunities: opportunityRules,
};

export const rulesOf = (table: TableName): Rules => rulesByTable[table] ?? {};
