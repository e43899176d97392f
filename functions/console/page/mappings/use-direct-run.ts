import type { MappingName } from "../../../../lib/domain/ids.ts";
import { runMappings } from "../api/mapping-action-calls.ts";
import { useNotices } from "../context/use-notices.ts";
import { failureWords } from "../controls/failure/failure-words.ts";
import { useStartJobs } from "../controls/preview/use-start-jobs.ts";
import { useTexts } from "../texts/use-texts.ts";

/** What needs no question: modified records are synchronized anyway, and looking writes nothing. */
export function useDirectRun(names: readonly MappingName[]) {
  const texts = useTexts();
  const notify = useNotices();
  const start = useStartJobs();
  const labels = {
    synchronize: texts.mappings.actions.synchronize,
    "find-deleted": texts.mappings.actions.findDeleted,
    verify: texts.mappings.actions.verify,
  };
  const run = async (what: keyof typeof labels): Promise<void> => {
    const failure = await start.run(labels[what], (api, key) =>
      runMappings(api, { action: what }, { names, key }),
    );
    if (failure !== undefined) notify({ intent: "error", ...failureWords(failure, texts) });
  };
  return { run, isBusy: start.isBusy };
}
