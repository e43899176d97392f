import type { WireFields } from "../../domain/record.ts";
import { rulesOf } from "./rules/rules.ts";
import { type Company, nextNumber } from "./store/company.ts";
import type { Row, Stored } from "./tables/row.ts";
import type { TableName } from "./tables/table-names.ts";
import { tables } from "./tables/tables.ts";
import { wireValue } from "./values/wire-text.ts";

/** What happens in Business Central without its API: for tests, the simulator and the demo. */
export interface BehindTheScenes {
  count(table: TableName): number;
  /** Each row as its page would show it, in key order, with the columns that no standard page has. */
  all(table: TableName): readonly WireFields[];
  find(table: TableName, id: string): WireFields | undefined;
  /**
   * Puts a row in as it is given (decimals as text, choices by their plain name); what is left out is
   * blank, a missing key comes from the number series, and the rules of an insert follow.
   */
  insert(table: TableName, fields: Readonly<Record<string, Stored>>): string;
  /** A user's change: stored as given, with a new stamp, and carried to a contact or customer. */
  change(table: TableName, id: string, fields: Readonly<Record<string, Stored>>): void;
  /** B39: what is computed, such as `balanceDue`, changes without a new stamp. */
  changeComputed(table: TableName, id: string, fields: Readonly<Record<string, Stored>>): void;
  remove(table: TableName, id: string): void;
}

export function behindTheScenes(company: Company): BehindTheScenes {
  const { store } = company;
  const inTransaction = (work: () => void) => store.transaction(company.stamp(), work, () => true);
  const rowOf = (table: TableName, id: string): Row => {
    store.settle(company.stamp());
    const row = store.rows(table).get(id);
    if (row === undefined) throw new Error(`The sandbox has no ${table} row ${id}.`);
    return row;
  };
  return {
    count: (table) => store.rows(table).size,
    all: (table) =>
      [...store.rows(table).afterId(undefined)].map((row) => fieldsOf(company, table, row)),
    find: (table, id) => {
      const row = store.rows(table).get(id);
      return row === undefined ? undefined : fieldsOf(company, table, row);
    },
    insert: (table, fields) => {
      const row = newRow(company, table, fields);
      inTransaction(() => {
        store.put(table, row);
        rulesOf(table).afterWrite?.(company, row, undefined);
      });
      return row.id;
    },
    change: (table, id, fields) => {
      const before = rowOf(table, id);
      const after = {
        ...before,
        modified: company.stamp(),
        fields: { ...before.fields, ...fields },
      };
      inTransaction(() => {
        store.put(table, after);
        rulesOf(table).afterWrite?.(company, after, before);
      });
    },
    changeComputed: (table, id, fields) => {
      const before = rowOf(table, id);
      inTransaction(() => store.put(table, { ...before, fields: { ...before.fields, ...fields } }));
    },
    remove: (table, id) => {
      const row = rowOf(table, id);
      inTransaction(() => {
        store.remove(table, id);
        rulesOf(table).afterDelete?.(company, row);
      });
    },
  };
}

function newRow(company: Company, table: TableName, given: Readonly<Record<string, Stored>>): Row {
  const { id: givenId, ...fields } = given;
  const id = givenId === undefined ? company.newId() : String(givenId);
  const isCompanyContact = table === "contacts" && fields["type"] !== "Person";
  const stamp = company.stamp();
  return {
    id,
    created: stamp,
    modified: stamp,
    fields: {
      [tables[table].key]: nextNumber(company, table),
      ...(isCompanyContact ? { companyContactId: id } : {}),
      ...fields,
    },
  };
}

function fieldsOf(company: Company, table: TableName, row: Row): WireFields {
  return Object.fromEntries(
    Object.entries(tables[table].columns).map(([name, column]) => [
      name,
      wireValue(company, row, name, column),
    ]),
  );
}
