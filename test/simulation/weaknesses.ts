import { selectionOf } from "../../lib/domain/conversion/selection.ts";
import type { MappingName } from "../../lib/domain/ids.ts";
import type { Entity } from "../../lib/domain/mapping/entity.ts";
import { ok } from "../../lib/domain/result.ts";
import type { BusinessApp, ChangePage, ReadFrom } from "../../lib/ports/business-app.ts";
import type { SyncApp } from "../../lib/sync/context/sync-app.ts";
import type { Weakness } from "./world/system.ts";

/** Guards of the design, each taken out from outside: the simulator has to notice every one of them. */
export const weaknesses = (mapping: MappingName): Readonly<Record<string, Weakness>> => ({
  "no If-Match: writes go out whatever version the record has": {
    app: (app) => withApps(app, (side) => ({ ...side, write: anyVersion(side) })),
  },
  "no intent before a create": {
    app: (app) => ({
      ...app,
      store: { ...app.store, intents: { ...app.store.intents, put: async () => undefined } },
    }),
  },
  "the cursor moves before the page is done": {
    app: (app) =>
      withApps(app, (side) => ({ ...side, readChanges: movingTheCursor(app, mapping, side) })),
  },
  "no echo check: what was written is not remembered": {
    app: (app) => ({
      ...app,
      store: {
        ...app.store,
        couplings: {
          ...app.store.couplings,
          save: (changes) =>
            app.store.couplings.save(
              changes.map((change) =>
                change.kind === "update"
                  ? { ...change, after: { ...change.after, base: change.before.base } }
                  : change,
              ),
            ),
        },
      },
    }),
  },
  "no version condition: the last writer wins": {
    table: (table) => ({
      ...table,
      put: (item, condition) =>
        table.put(item, condition?.expression === "r = :r" ? undefined : condition),
    }),
  },
  "timestamps are trusted: a record is as old as its app says": {
    app: (app) => ({
      ...app,
      apps: {
        ...app.apps,
        businessCentral: {
          ...app.apps.businessCentral,
          readChanges: onlyNewer(app, app.apps.businessCentral),
        },
      },
    }),
  },
});

const withApps = (app: SyncApp, change: <App extends BusinessApp>(side: App) => App): SyncApp => ({
  ...app,
  apps: {
    businessCentral: change(app.apps.businessCentral),
    dataverse: change(app.apps.dataverse),
  },
});

const anyVersion =
  ({ write }: BusinessApp): BusinessApp["write"] =>
  (entity, writes) =>
    write(
      entity,
      writes.map((one) => (one.kind === "create" ? one : { ...one, version: "*" })),
    );

const movingTheCursor =
  (app: SyncApp, mapping: MappingName, { side, readChanges }: BusinessApp) =>
  async (entity: Entity, from: ReadFrom): ReturnType<BusinessApp["readChanges"]> => {
    const first = await readChanges(entity, from);
    if (!first.ok || from.kind === "page") return first;
    let last: ChangePage = first.value;
    while (last.next !== undefined) {
      const next = await readChanges(entity, { kind: "page", page: last.next });
      if (!next.ok) return next;
      last = next.value;
    }
    const state = await app.store.states.get(mapping);
    if (state === undefined || last.position === undefined) return first;
    const cursor = {
      position: last.position,
      selection: selectionOf(entity),
      at: app.clock.now(),
    };
    await app.store.states.save({ ...state, cursors: { ...state.cursors, [side]: cursor } });
    return first;
  };

/** The next read begins where our own clock stood, and what is stamped earlier is not looked at. */
const onlyNewer =
  ({ clock }: SyncApp, { readChanges }: BusinessApp) =>
  async (entity: Entity, from: ReadFrom): ReturnType<BusinessApp["readChanges"]> => {
    const page = await readChanges(entity, from);
    if (!page.ok) return page;
    const mark = from.kind === "cursor" ? from.position : "";
    return ok({
      ...page.value,
      records: page.value.records.filter(({ modifiedOn = "" }) => modifiedOn > mark),
      position: page.value.position === undefined ? undefined : clock.now(),
    });
  };
