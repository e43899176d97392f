import { mappingOfId } from "../../domain/ids.ts";
import type { HistoryEntry } from "../../domain/job/history.ts";
import { type Told, tellLinks } from "../../manage/display-links.ts";
import type { ManageApp } from "../../manage/manage-app.ts";
import { showLogEntry } from "./shapes/log-entry.ts";

/** How these entries are shown: what their changes link to is read once for all of them. */
export async function logView(
  { store }: Pick<ManageApp, "store">,
  entries: readonly HistoryEntry[],
): Promise<ReturnType<typeof showLogEntry>> {
  const values = entries.flatMap(valuesOf);
  const stored = values.length === 0 ? [] : await store.mappings.all();
  const mappings = stored.map(({ mapping }) => mapping);
  return showLogEntry(await tellLinks({ store }, mappings, values));
}

const valuesOf = ({ jobId, changes = [] }: HistoryEntry): readonly Told[] => {
  const mapping = mappingOfId(jobId);
  return changes.flatMap(({ field, from, to }) =>
    [from, to].map((value) => ({ mapping, field, value })),
  );
};
