import * as z from "zod/mini";
import type { Side } from "../../../lib/domain/side.ts";
import type { Coverage } from "../coverage.ts";
import type { SimulatedApps, Standing } from "../world/apps.ts";
import { columnOf, fieldNamed, simulatedFields, tokenNumber } from "./fields.ts";
import type { Journal } from "./journal.ts";

/** People at work in the two apps. Whatever their app acknowledges is written down. */
export interface People {
  create(side: Side): Promise<void>;
  edit(side: Side, pick: number, field: number): Promise<void>;
  editBoth(pick: number, field: number, other: number): Promise<void>;
  /** Written long ago by its stamp, and to be seen only now. */
  commitLate(pick: number, field: number, minutes: number): Promise<void>;
  remove(side: Side, pick: number): Promise<void>;
  merge(pick: number, other: number): Promise<void>;
  /** Takes a record out of use; answers how to put it back. */
  deactivate(side: Side, pick: number): Promise<(() => Promise<void>) | undefined>;
  rename(pick: number): Promise<void>;
}

interface PeopleOptions {
  readonly apps: SimulatedApps;
  readonly journal: Journal;
  readonly coverage: Coverage;
  readonly now: () => number;
  /** Dataverse tells of what was done to an account. */
  readonly tell: (message: string) => void;
}

type Body = Readonly<Record<string, string | number>>;

const sets = { businessCentral: "customers", dataverse: "accounts" } as const;
const Created = z.looseObject({});
/** As Dataverse names what was done. */
const messages: Readonly<Record<string, string>> = {
  POST: "Create",
  PATCH: "Update",
  DELETE: "Delete",
};
const messageOf: Readonly<Record<string, string>> = { Merge: "Merge" };
const idColumn = { businessCentral: "id", dataverse: "accountid" } as const;

export function peopleAtWork({ apps, journal, coverage, now, tell }: PeopleOptions): People {
  let tokens = 0;
  const nextToken = (): number => {
    tokens += 1;
    return tokenNumber(tokens);
  };
  const rootOf = (side: Side): string =>
    side === "businessCentral" ? apps.urls[side] : `${apps.urls[side]}/api/data/v9.2`;
  const request = async (side: Side, method: string, path: string, body?: object) => {
    const answer = await apps.ask(side, {
      method,
      url: `${rootOf(side)}/${path}`,
      headers: {
        authorization: "Bearer sandbox",
        "content-type": "application/json",
        prefer: "return=representation",
        ...(method === "POST" ? {} : { "if-match": "*" }),
      },
      body: body === undefined ? "" : JSON.stringify(body),
    });
    if (side === "dataverse" && answer.status < 300)
      tell(messageOf[path] ?? messages[method] ?? "");
    return answer;
  };

  const noteEdits = (
    side: Side,
    id: string,
    before: Standing | undefined,
    values: ReadonlyMap<string, number>,
  ): void => {
    const after = apps.standing(side).get(id);
    for (const [field, token] of values) {
      const value = after?.values[field] ?? "";
      const overwrote = before?.values[field] ?? "";
      journal.note({ token, side, id, field, value, overwrote, at: now() });
      coverage.count("edits", 1);
    }
  };
  const valuesFor = (side: Side, names: readonly string[]): [Map<string, number>, Body] => {
    const values = new Map(names.map((name) => [name, nextToken()]));
    const body = Object.fromEntries(
      [...values].map(([name, token]) => {
        const field = fieldNamed(name);
        return [columnOf(field, side), field.value(token)];
      }),
    );
    return [values, body];
  };
  const write = async (side: Side, id: string, names: readonly string[]): Promise<void> => {
    const before = apps.standing(side).get(id);
    const [values, body] = valuesFor(side, names);
    const answer = await request(side, "PATCH", `${sets[side]}(${id})`, body);
    if (answer.status < 300) noteEdits(side, id, before, values);
  };
  const chosen = (side: Side, pick: number): Standing | undefined => {
    const all = [...apps.standing(side).values()];
    return all[Math.floor(pick * all.length)];
  };
  const fieldAt = (pick: number): string =>
    simulatedFields[Math.floor(pick * simulatedFields.length)]?.name ?? "name";

  const people: People = {
    create: async (side) => {
      const [values, body] = valuesFor(side, ["name", "phone", "credit"]);
      const more = side === "dataverse" ? { customertypecode: 3 } : {};
      const answer = await request(side, "POST", sets[side], { ...body, ...more });
      if (answer.status >= 300) throw new Error(`Nobody can create: ${answer.body}`);
      const row = Created.parse(JSON.parse(answer.body ?? "{}"));
      noteEdits(side, String(row[idColumn[side]]), undefined, values);
      coverage.count("createdByPeople", 1);
    },
    edit: async (side, pick, field) => {
      const record = chosen(side, pick);
      if (record !== undefined) await write(side, record.id, [fieldAt(field)]);
    },
    editBoth: async (pick, field, other) => {
      const record = chosen("businessCentral", pick);
      if (record === undefined) return;
      const counterpart = [...apps.standing("dataverse").keys()].find((id) =>
        journal.isSameThing(id, record.id),
      );
      await write("businessCentral", record.id, [fieldAt(field)]);
      if (counterpart !== undefined) await write("dataverse", counterpart, [fieldAt(other)]);
    },
    commitLate: async (pick, field, minutes) => {
      const record = chosen("businessCentral", pick);
      if (record === undefined) return;
      const name = fieldAt(field);
      const token = nextToken();
      const { data, faults, clock } = apps.businessCentral;
      const settings = faults.settings();
      // Nobody can have begun to write a row before its last write was committed.
      const modified = String(data.find("customers", record.id)?.["lastModifiedDateTime"]);
      const most = Math.max(0, clock.now() - Date.parse(modified) - 1_000);
      const clockSkewMs = (settings.clockSkewMs ?? 0) - Math.min(minutes * 60_000, most);
      faults.set({ ...settings, clockSkewMs });
      data.change("customers", record.id, {
        [fieldNamed(name).businessCentral]: String(fieldNamed(name).value(token)),
      });
      faults.set(settings);
      noteEdits("businessCentral", record.id, record, new Map([[name, token]]));
      coverage.fault("lateCommit");
    },
    remove: async (side, pick) => {
      const record = chosen(side, pick);
      if (record === undefined) return;
      const answer = await request(side, "DELETE", `${sets[side]}(${record.id})`);
      if (answer.status < 300) coverage.count("deletedByPeople", 1);
    },
    merge: async (pick, other) => {
      const [winner, loser] = [chosen("dataverse", pick), chosen("dataverse", other)];
      if (winner === undefined || loser === undefined || winner.id === loser.id) return;
      const named = (id: string) => ({
        "@odata.type": "Microsoft.Dynamics.CRM.account",
        accountid: id,
      });
      const answer = await request("dataverse", "POST", "Merge", {
        Target: named(winner.id),
        Subordinate: named(loser.id),
        PerformParentingChecks: false,
      });
      if (answer.status < 300) coverage.count("mergedByPeople", 1);
    },
    deactivate: async (side, pick) => {
      const record = chosen(side, pick);
      if (record === undefined) return undefined;
      const switched = (off: boolean) =>
        request(
          side,
          "PATCH",
          `${sets[side]}(${record.id})`,
          side === "dataverse" ? { statecode: off ? 1 : 0 } : { blocked: off ? "All" : " " },
        );
      const answer = await switched(true);
      if (answer.status >= 300) return undefined;
      coverage.count("deactivatedByPeople", 1);
      return async () => {
        await switched(false);
      };
    },
    rename: async (pick) => {
      const record = chosen("businessCentral", pick);
      if (record === undefined) return;
      const answer = await request("businessCentral", "PATCH", `customers(${record.id})`, {
        number: `R${nextToken()}`,
      });
      if (answer.status < 300) coverage.count("renamedByPeople", 1);
    },
  };
  const { alone } = apps;
  return {
    create: (side) => alone(() => people.create(side)),
    edit: (side, pick, field) => alone(() => people.edit(side, pick, field)),
    editBoth: (pick, field, other) => alone(() => people.editBoth(pick, field, other)),
    commitLate: (pick, field, minutes) => alone(() => people.commitLate(pick, field, minutes)),
    remove: (side, pick) => alone(() => people.remove(side, pick)),
    merge: (pick, other) => alone(() => people.merge(pick, other)),
    rename: (pick) => alone(() => people.rename(pick)),
    deactivate: async (side, pick) => {
      const back = await alone(() => people.deactivate(side, pick));
      return back === undefined ? undefined : () => alone(back);
    },
  };
}
