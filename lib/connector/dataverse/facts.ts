import * as z from "zod/mini";
import type { AppFailure } from "../../domain/error/app-failure.ts";
import { RecordId } from "../../domain/ids.ts";
import type { Result } from "../../domain/result.ts";
import { failed, ok } from "../../domain/result.ts";
import type { DataverseFacts, NamedRow } from "../../ports/business-app.ts";
import { strangeAnswer } from "./app-error.ts";
import { ask } from "./ask.ts";
import type { Connection } from "./connection.ts";
import { Row } from "./row.ts";

type Fact = Result<RecordId | undefined, AppFailure>;

/** Facts that hardly ever change: each is read once per process, and again until it is there. */
export function createFacts(connection: Connection): DataverseFacts {
  const known = new Map<string, Promise<Fact>>();
  const once = async (name: string, read: () => Promise<Fact>): Promise<Fact> => {
    const asked = known.get(name) ?? read();
    known.set(name, asked);
    let isThere = false;
    try {
      const fact = await asked;
      isThere = fact.ok && fact.value !== undefined;
      return fact;
    } finally {
      if (!isThere && known.get(name) === asked) known.delete(name);
    }
  };
  return {
    baseCurrencyId: async () => present(await once("", () => readBaseCurrency(connection))),
    rowId: (row) => once(JSON.stringify(row), () => readRowId(connection, row)),
  };
}

const organizations = "organizations";

const readBaseCurrency = (connection: Connection): Promise<Fact> =>
  readOnly(connection, {
    set: organizations,
    column: "_basecurrencyid_value",
    query: "$select=_basecurrencyid_value",
  });

const present = (fact: Fact): Result<RecordId, AppFailure> => {
  if (!fact.ok) return fact;
  return fact.value === undefined
    ? failed(strangeAnswer({ set: organizations }, "no base currency"))
    : ok(fact.value);
};

function readRowId(connection: Connection, row: NamedRow): Promise<Fact> {
  const text = encodeURIComponent(row.equals.replaceAll("'", "''"));
  return readOnly(connection, {
    set: row.set,
    column: row.key,
    query: `$select=${row.key}&$filter=${row.column}%20eq%20'${text}'&$top=2`,
    ambiguous: `Dataverse has several rows in table ${row.set} whose ${row.column} is "${row.equals}", so it is open which one is meant. Rename all but one of them.`,
  });
}

interface Lookup {
  readonly set: string;
  readonly column: string;
  readonly query: string;
  readonly ambiguous?: string | undefined;
}

const Rows = z.looseObject({ value: z.array(Row) });

async function readOnly(
  connection: Connection,
  { set, column, query, ambiguous }: Lookup,
): Promise<Fact> {
  const about = { set };
  const answer = await ask(connection, { url: `${connection.root}${set}?${query}`, about });
  if (!answer.ok) return answer;
  const rows = Rows.safeParse(answer.value);
  if (!rows.success) return failed(strangeAnswer(about, "not a list of rows"));
  const [row, other] = rows.data.value;
  if (row === undefined) return ok(undefined);
  if (other !== undefined && ambiguous !== undefined) {
    return failed({ code: "badRequest", side: "dataverse", message: ambiguous });
  }
  const id = RecordId.safeParse(row[column]);
  return id.success ? ok(id.data) : failed(strangeAnswer(about, `${column} is not an id`));
}
