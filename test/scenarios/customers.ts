import type { Coupling } from "../../lib/domain/coupling.ts";
import type { ErrorItem } from "../../lib/domain/error/error-item.ts";
import { MappingName, type RecordId } from "../../lib/domain/ids.ts";
import type { Counters, Job } from "../../lib/domain/job/job.ts";
import type { JobRequest } from "../../lib/domain/job/job-request.ts";
import type { MappingState } from "../../lib/domain/job/mapping-state.ts";
import type { TableMapping } from "../../lib/domain/mapping/mapping.ts";
import { type PerSide, type Side, sides } from "../../lib/domain/side.ts";
import { installMappings } from "../../lib/manage/mappings/install-mappings.ts";
import { customer } from "../world/creating-mappings.ts";
import type { Row } from "../world/person.ts";
import type { World } from "../world/world.ts";

/** A customer and an account that are coupled. */
export type Pair = PerSide<RecordId>;

/**
 * Customers and accounts of one scenario: a mapping of its own that sees only the records whose names
 * begin with its number, so that scenarios share a world and count nothing but their own.
 */
export interface Customers {
  readonly mapping: TableMapping;
  named(name: string): string;
  /** A person creates one. */
  customer(name: string, fields?: Row): Promise<RecordId>;
  account(name: string, fields?: Row): Promise<RecordId>;
  /** A customer that was synchronized, long enough ago that no run reads it again. */
  pair(name: string, fields?: Row): Promise<Pair>;
  pairs(names: readonly string[], fields?: Row): Promise<readonly Pair[]>;
  /** A person edits one side of a pair. */
  edit(pair: Pair, side: Side, fields: Row): Promise<void>;
  /** Both records, in Business Central's and Dataverse's words. */
  read(pair: Pair): Promise<PerSide<Row>>;
  run(request?: JobRequest): Promise<Job>;
  /** An hour passes and a run reads what is left of earlier changes. */
  settle(): Promise<void>;
  coupling(pair: Pair): Promise<Coupling>;
  couplings(): Promise<readonly Coupling[]>;
  errors(): Promise<readonly ErrorItem[]>;
  state(): Promise<MappingState>;
}

export const sets: PerSide<string> = { businessCentral: "customers", dataverse: "accounts" };

export async function customersOf(
  world: World,
  number: string,
  changes: Partial<TableMapping> = {},
): Promise<Customers> {
  const mapping = mappingFor(number, { ...customer, ...changes });
  const { store } = world.app;
  await installMappings(world.app, { mappings: [mapping], scheduleOf: (first) => first });
  const { name } = mapping;
  const named = (word: string): string => `${number} ${word}`;
  const create = {
    customer: (word: string, fields: Row = {}) =>
      world.businessCentral.create("customers", { displayName: named(word), ...fields }),
    account: (word: string, fields: Row = {}) =>
      world.dataverse.create("accounts", { name: named(word), customertypecode: 3, ...fields }),
  };
  const run = (request?: JobRequest) => world.run(name, request);
  const settle = async () => {
    world.pass(60);
    await run();
  };
  const pairs = async (words: readonly string[], fields?: Row): Promise<readonly Pair[]> => {
    const made: Pair[] = [];
    for (const word of words) {
      const businessCentral = await create.customer(word, fields);
      made.push({ businessCentral, dataverse: await create.account(word) });
    }
    const toCouple = made.map(({ businessCentral, dataverse }) => ({
      businessCentralId: businessCentral,
      dataverseId: dataverse,
      initialSync: "businessCentral" as const,
    }));
    await run({ kind: "couple", pairs: toCouple });
    await settle();
    return made;
  };
  return {
    mapping,
    named,
    ...create,
    pairs,
    pair: async (word, fields) => present((await pairs([word], fields))[0], "a pair"),
    edit: (pair, side, fields) => world[side].change(sets[side], pair[side], fields),
    read: async (pair) => ({
      businessCentral: await world.businessCentral.get("customers", pair.businessCentral),
      dataverse: await world.dataverse.get("accounts", pair.dataverse),
    }),
    run,
    settle,
    coupling: async ({ businessCentral }) => {
      const found = await store.couplings.bySide(name, "businessCentral", [businessCentral]);
      return present(found.get(businessCentral), `a coupling of customer ${businessCentral}`);
    },
    couplings: async () => itemsOf(await store.couplings.list({ mapping: name }, { limit: 500 })),
    errors: async () => itemsOf(await store.errors.list({ mapping: name }, { limit: 500 })),
    state: async () => present(await store.states.get(name), `a state of mapping ${name}`),
  };
}

/** The mapping under the scenario's number, for records whose names begin with it. */
export function mappingFor(number: string, mapping: TableMapping): TableMapping {
  const { businessCentral, dataverse } = mapping;
  const isOurs = { is: "startsWith", value: `${number} ` } as const;
  return {
    ...mapping,
    name: MappingName.parse(number),
    businessCentral: {
      ...businessCentral,
      filter: [...businessCentral.filter, { column: businessCentral.title, ...isOurs }],
    },
    dataverse: {
      ...dataverse,
      filter: [...dataverse.filter, { column: dataverse.title, ...isOurs }],
    },
  };
}

type Counted = Readonly<Partial<Record<Side, Readonly<Record<string, number>>>>>;

/** The counters of a job that are not 0; a side with nothing but zeros is left out. */
export const countsOf = ({ counters }: Job): Counted =>
  Object.fromEntries(
    sides.flatMap((side) => {
      const counted = nonZero(counters[side]);
      return Object.keys(counted).length === 0 ? [] : [[side, counted]];
    }),
  );

const nonZero = (counters: Counters): Readonly<Record<string, number>> =>
  Object.fromEntries(Object.entries(counters).filter(([, count]) => count > 0));

/** Requests that wrote, or may have written, to either app. */
export const writesIn = (world: World): readonly string[] =>
  world.calls
    .all()
    .filter(({ method }) => method !== "GET")
    .map(({ method, url, body }) => `${method} ${url} ${body ?? ""}`);

const itemsOf = <T>(
  answer: { readonly ok: true; readonly value: { readonly items: readonly T[] } } | { ok: false },
): readonly T[] => {
  if (!answer.ok) throw new Error("The list was not answered");
  return answer.value.items;
};

export function present<T>(value: T | undefined, what: string): T {
  if (value === undefined) throw new Error(`There is not ${what}`);
  return value;
}
