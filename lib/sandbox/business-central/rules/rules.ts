import { dialog } from "../refusals/refusal.ts";
import type { TableName } from "../tables/table-names.ts";
import { contactRules } from "./contact-rules.ts";
import { customerRules } from "./customer-rules.ts";
import { opportunityRules } from "./opportunity-rules.ts";
import type { Rules } from "./rule.ts";
import { orderLineRules, orderRules } from "./sales-order-rules.ts";

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
