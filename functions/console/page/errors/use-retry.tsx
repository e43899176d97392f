import { useCallback, useRef, useState } from "react";
import { useApi } from "../api/use-api.ts";
import { failureWords } from "../controls/failure-words.ts";
import { LeftOutList } from "../controls/left-out-list.tsx";
import { useJobWatch } from "../shell/use-job-watch.ts";
import { useNotices } from "../shell/use-notices.ts";
import { useTexts } from "../texts/use-texts.ts";
import { actOnChosen } from "./act-on-chosen.ts";
import type { Chosen } from "./chosen.ts";

/** Retry changes no record: it is done at once, and told of. With `runNow` the jobs are followed. */
export function useRetry(onChanged: () => void) {
  const api = useApi();
  const texts = useTexts();
  const tell = useNotices();
  const { watch } = useJobWatch();
  const [isBusy, setBusy] = useState(false);
  const key = useRef<string>(undefined);
  const run = useCallback(
    async (chosen: Chosen, runNow = false): Promise<void> => {
      setBusy(true);
      key.current ??= crypto.randomUUID();
      const end = await actOnChosen(api, {
        act: { action: "retry", runNow },
        chosen,
        key: key.current,
      });
      setBusy(false);
      if (end.ok || end.failure.kind === "problem") key.current = undefined;
      if (!end.ok) {
        tell({ intent: "error", ...failureWords(end.failure, texts) });
      } else if (end.value.jobs.length > 0) {
        watch({ name: texts.words.action.retry, jobs: end.value.jobs, bulk: end.value });
      } else {
        const title = texts.errors.retry.done(end.value.taken);
        tell({ intent: "success", title, detail: <LeftOutList bulk={end.value} /> });
      }
      onChanged();
    },
    [api, texts, tell, watch, onChanged],
  );
  return { isBusy, run };
}
