import type { Coupling, CouplingStatus } from "../../domain/coupling.ts";
import type { MappingName, RecordId } from "../../domain/ids.ts";
import { failed, ok, type Result } from "../../domain/result.ts";
import { isFoundIn } from "../../domain/search.ts";
import type { ListAnswer, Page, PageRequest, Search } from "../../ports/store.ts";
import type { ManageApp } from "../manage-app.ts";
import type { ManageFailure } from "../manage-failure.ts";
import { listed, listedOf } from "../paging.ts";

export interface CouplingFilter extends Search {
  readonly mapping?: MappingName | undefined;
  readonly status?: CouplingStatus | undefined;
  readonly businessCentralId?: RecordId | undefined;
  readonly dataverseId?: RecordId | undefined;
}

type Deps = Pick<ManageApp, "store">;

/** Couplings of one mapping, or of all mappings one after the other. */
export async function listCouplings(
  app: Deps,
  filter: CouplingFilter,
  page: PageRequest,
): Promise<Result<Page<Coupling>, ManageFailure>> {
  const known = (await app.store.mappings.all()).map((stored) => stored.mapping.name);
  const mappings = filter.mapping === undefined ? known : [filter.mapping];
  if (filter.businessCentralId !== undefined || filter.dataverseId !== undefined) {
    const items = await couplingsOfRecord(app, filter, mappings);
    return listedOf(ok({ items }), filter.mapping, known);
  }
  if (filter.mapping !== undefined) {
    const ofOne = await app.store.couplings.list({ ...filter, mapping: filter.mapping }, page);
    return listedOf(ofOne, filter.mapping, known);
  }
  const { status, search } = filter;
  return listed(await listAcross(app, { mappings, status, search }, page));
}

/** A record has at most one coupling in a mapping. */
async function couplingsOfRecord(
  { store }: Deps,
  { businessCentralId, dataverseId, status, search }: CouplingFilter,
  mappings: readonly MappingName[],
): Promise<readonly Coupling[]> {
  const found = await Promise.all(
    mappings.map(async (mapping) => {
      const bySide =
        businessCentralId === undefined
          ? await store.couplings.bySide(mapping, "dataverse", definedOnly(dataverseId))
          : await store.couplings.bySide(mapping, "businessCentral", [businessCentralId]);
      return [...bySide.values()];
    }),
  );
  return found
    .flat()
    .filter((coupling) => dataverseId === undefined || coupling.ids.dataverse === dataverseId)
    .filter((coupling) => status === undefined || coupling.status === status)
    .filter(({ title, key }) => isFoundIn(search, [title, key]));
}

const definedOnly = (id: RecordId | undefined): readonly RecordId[] =>
  id === undefined ? [] : [id];

/** A search looks at this number of couplings for a page, over all mappings together. */
const mostLooked = 500;

interface Across extends Search {
  readonly mappings: readonly MappingName[];
  readonly status: CouplingStatus | undefined;
}

/** The cursor is `<mapping>~<cursor in its list>`; the latter is empty where a mapping's list begins. */
async function listAcross(
  { store }: Deps,
  { mappings, status, search }: Across,
  { limit, cursor }: PageRequest,
): Promise<ListAnswer<Coupling>> {
  const [name, rest = ""] = cursor?.split("~") ?? [];
  const start = name === undefined ? 0 : mappings.findIndex((mapping) => mapping === name);
  if (start === -1) return failed("badCursor");

  const items: Coupling[] = [];
  let inside = rest === "" ? undefined : rest;
  let looked = 0;
  for (const mapping of mappings.slice(start)) {
    const isFull = items.length === limit || looked >= mostLooked;
    if (isFull) return ok({ items, cursor: `${mapping}~` });
    const look = mostLooked - looked;
    const request = { limit: limit - items.length, cursor: inside, look };
    const answer = await store.couplings.list({ mapping, status, search }, request);
    if (!answer.ok) return answer;
    items.push(...answer.value.items);
    looked += answer.value.looked ?? 0;
    if (answer.value.cursor !== undefined) {
      return ok({ items, cursor: `${mapping}~${answer.value.cursor}` });
    }
    inside = undefined;
  }
  return ok({ items });
}
