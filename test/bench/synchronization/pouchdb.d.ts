/** The little of PouchDB that the benchmark asks for; its own types are those of another version. */
declare module "pouchdb-core" {
  interface Plugin {
    readonly plugin: unique symbol;
  }
  class PouchDB {
    constructor(url: string, options: { readonly skip_setup: boolean });
    static plugin(plugin: Plugin): typeof PouchDB;
    static sync(
      one: PouchDB,
      other: PouchDB,
      options: { readonly batch_size: number },
    ): Promise<unknown>;
  }
  export default PouchDB;
  export type { Plugin };
}

declare module "pouchdb-adapter-http" {
  import type { Plugin } from "pouchdb-core";

  const plugin: Plugin;
  export default plugin;
}

declare module "pouchdb-replication" {
  import type { Plugin } from "pouchdb-core";

  const plugin: Plugin;
  export default plugin;
}
