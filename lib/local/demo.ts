import { MappingName } from "../domain/ids.ts";
import type { LiveState } from "../runtime/live-state.ts";
import { startJob } from "../sync/jobs/start-job.ts";
import { type Appearances, makeTrouble, pairsForTrouble } from "./demo-edits.ts";
import { untilEnded } from "./first-synchronization.ts";

const names = {
  customers: MappingName.parse("CUSTOMER"),
  contacts: MappingName.parse("CONTACT"),
  items: MappingName.parse("ITEM-PRODUCT"),
};

/** Enough for any sample: the demo takes the last ones of the first page. */
const pageSize = 500;

/**
 * After the first synchronization people work in both sandbox apps, and an ordinary run of each mapping
 * finds what cannot be synchronized: every kind that the list of errors knows. Too few records: no demo.
 */
export async function runDemo(
  app: LiveState,
  apps: Appearances,
  { listUrl, say }: { readonly listUrl: string; readonly say: (line: string) => void },
): Promise<void> {
  const coupled = async (mapping: MappingName) => {
    const page = await app.store.couplings.list({ mapping }, { limit: pageSize });
    return page.ok ? page.value.items : [];
  };
  const pairs = pairsForTrouble({
    customers: await coupled(names.customers),
    contacts: await coupled(names.contacts),
    items: await coupled(names.items),
  });
  if (pairs === undefined) return;
  await makeTrouble(apps, pairs);
  const mappings = Object.values(names);
  const ask = { trigger: "manual", request: { kind: "synchronizeChanges" } } as const;
  const jobs = await Promise.all(mappings.map((mapping) => startJob(app, { ...ask, mapping })));
  for (const { id } of jobs) await untilEnded(app, id, say);
  const counts = await Promise.all(mappings.map((mapping) => app.store.errors.count({ mapping })));
  const listed = counts.reduce((sum, count) => sum + count, 0);
  say(
    `${listed} records could not be synchronized on purpose, to show what can be done: ${listUrl}`,
  );
}
