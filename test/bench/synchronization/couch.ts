import { randomUUID } from "node:crypto";
import * as z from "zod/mini";

export type Fields = Readonly<Record<string, unknown>>;

/** A revision nobody built on yet. `path`: itself and those before it, newest first, without numbers. */
interface Leaf {
  readonly number: number;
  readonly path: readonly string[];
  readonly fields: Fields;
}

interface Document {
  readonly seq: number;
  readonly known: Set<string>;
  readonly leaves: ReadonlyMap<string, Leaf>;
}

const Diff = z.record(z.string(), z.array(z.string()));
const Get = z.object({ docs: z.array(z.object({ id: z.string(), rev: z.string() })) });
const Bulk = z.object({
  docs: z.array(
    z.looseObject({
      _id: z.string(),
      _rev: z.string(),
      _revisions: z.object({ start: z.int(), ids: z.array(z.string()) }),
    }),
  ),
});
const Local = z.looseObject({ _rev: z.optional(z.string()) });

/** One database of a CouchDB, as much of it as replication asks for. */
export interface Couch {
  /** Somebody's edit of the revision that is shown. */
  edit(id: string, fields: Fields): void;
  /** All revisions that stand, in order. */
  standing(id: string): readonly string[];
  shown(id: string): Fields;
  /** `path`: below the database's address. Undefined where there is nothing. */
  answer(path: string, query: URLSearchParams, body: unknown): unknown;
}

/** As much of a CouchDB as replication asks for, in memory. */
export function createCouch(name: string): Couch {
  const documents = new Map<string, Document>();
  const locals = new Map<string, Fields>();
  let seq = 0;

  /** The newest change stands last. */
  const put = (id: string, rev: string, leaf: Leaf): void => {
    const { known = new Set<string>(), leaves = new Map<string, Leaf>() } = documents.get(id) ?? {};
    const before = leaf.path.map((hash, at) => `${leaf.number - at}-${hash}`);
    if (known.has(rev)) return;
    for (const each of before) known.add(each);
    const kept = [...leaves].filter(([other]) => !before.includes(other));
    seq += 1;
    documents.delete(id);
    documents.set(id, { seq, known, leaves: new Map([...kept, [rev, leaf]]) });
  };
  const standing = (id: string): readonly (readonly [string, Leaf])[] =>
    [...(documents.get(id)?.leaves ?? [])].toSorted(([one, a], [other, b]) =>
      a.number === b.number ? (one < other ? 1 : -1) : b.number - a.number,
    );

  const changes = (query: URLSearchParams) => {
    const since = Number(query.get("since"));
    const results = [...documents]
      .filter(([, document]) => document.seq > since)
      .slice(0, Number(query.get("limit")))
      .map(([id, document]) => ({
        seq: document.seq,
        id,
        changes: [...document.leaves.keys()].map((rev) => ({ rev })),
      }));
    return { results, last_seq: results.at(-1)?.seq ?? since };
  };
  const missing = (body: unknown) =>
    Object.fromEntries(
      Object.entries(Diff.parse(body)).flatMap(([id, revs]) => {
        const known = documents.get(id)?.known;
        const unknown = revs.filter((rev) => known?.has(rev) !== true);
        return unknown.length === 0 ? [] : [[id, { missing: unknown }]];
      }),
    );
  const read = (body: unknown) => ({
    results: Get.parse(body).docs.map(({ id, rev }) => {
      const leaf = documents.get(id)?.leaves.get(rev);
      const doc =
        leaf === undefined
          ? { error: { id, rev, error: "not_found", reason: "missing" } }
          : { ok: { _id: id, _rev: rev, _revisions: pathOf(leaf), ...leaf.fields } };
      return { id, docs: [doc] };
    }),
  });
  const write = (body: unknown): readonly [] => {
    for (const { _id, _rev, _revisions, ...fields } of Bulk.parse(body).docs) {
      put(_id, _rev, { number: _revisions.start, path: _revisions.ids, fields });
    }
    return [];
  };
  const local = (path: string, body: unknown): unknown => {
    if (body === undefined) return locals.get(path);
    const before = Local.parse(locals.get(path) ?? {})._rev ?? "0-0";
    const rev = `0-${Number(before.slice(2)) + 1}`;
    locals.set(path, { ...Local.parse(body), _rev: rev });
    return { ok: true, id: path, rev };
  };

  return {
    edit: (id, fields) => {
      const [[, shown] = ["", undefined]] = standing(id);
      const hash = randomUUID().replaceAll("-", "");
      const number = (shown?.number ?? 0) + 1;
      const path = [hash, ...(shown?.path ?? [])];
      put(id, `${number}-${hash}`, { number, path, fields: { ...shown?.fields, ...fields } });
    },
    standing: (id) => standing(id).map(([rev]) => rev),
    shown: (id) => standing(id)[0]?.[1].fields ?? {},
    answer: (path, query, body) => {
      switch (path) {
        case "":
          return { db_name: name, update_seq: seq, doc_count: documents.size };
        case "_changes":
          return changes(query);
        case "_revs_diff":
          return missing(body);
        case "_bulk_get":
          return read(body);
        case "_bulk_docs":
          return write(body);
        default:
          return local(path, body);
      }
    },
  };
}

const pathOf = ({ number, path }: Leaf) => ({ start: number, ids: path });
