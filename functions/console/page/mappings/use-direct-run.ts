import type { MappingName } from "../../../../lib/domain/ids.ts";
import { runMappings } from "../api/run-calls.ts";
import { failureWords } from "../controls/failure-words.ts";
import { useBegin } from "../controls/use-begin.ts";
import { useNotices } from "../shell/use-notices.ts";
import { useTexts } from "../texts/use-texts.ts";

/** What needs no question: modified records are synchronized anyway, and looking writes nothing. */
export function useDirectRun(names: readonly MappingName[]) {
  const texts = useTexts();
  const tell = useNotices();
  const begin = useBegin();
  const labels = {
    synchronize: texts.mappings.actions.synchronize,
    "find-deleted": texts.mappings.actions.findDeleted,
    verify: texts.mappings.actions.verify,
  };
  const run = async (what: keyof typeof labels): Promise<void> => {
    const failure = await begin.run(labels[what], (api, key) =>
      runMappings(api, { run: what }, { names, key }),
    );
    if (failure !== undefined) tell({ intent: "error", ...failureWords(failure, texts) });
  };
  return { run, isBusy: begin.isBusy };
}
