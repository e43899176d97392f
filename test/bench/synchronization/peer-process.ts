import httpAdapter from "pouchdb-adapter-http";
import PouchDB from "pouchdb-core";
import replication from "pouchdb-replication";
import { Couple, type Run } from "./orders.ts";
import { cpuOf, serve } from "./serve.ts";

/** PouchDB, replicating both ways at a time between two CouchDBs, with pages of a thousand instead of its hundred. */
PouchDB.plugin(httpAdapter).plugin(replication);

let both: (() => Promise<unknown>) | undefined;

serve({
  couple: async (details) => {
    const { left, right } = Couple.parse(details);
    const [one, other] = [left, right].map((url) => new PouchDB(url, { skip_setup: true }));
    if (one === undefined || other === undefined) return;
    both = () => PouchDB.sync(one, other, { batch_size: 1000 });
    await both();
  },
  pass: () => undefined,
  run: async (): Promise<Run> => {
    const spent = await cpuOf(async () => both?.());
    return { ...spent, disputed: 0 };
  },
});
