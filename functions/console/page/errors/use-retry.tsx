import { useCallback, useRef, useState } from "react";
import { useApi } from "../api/use-api.ts";
import { useJobWatch } from "../context/use-job-watch.ts";
import { useNotices } from "../context/use-notices.ts";
import { failureWords } from "../controls/failure/failure-words.ts";
import { LeftOutList } from "../controls/jobs/left-out-list.tsx";
import { useTexts } from "../texts/use-texts.ts";
import { actOnSelected } from "./act-on-selected.ts";
import type { SelectedErrors } from "./selected-errors.ts";

/** Retry changes no record: it is done at once, and a notice says so. With `runNow` the jobs are followed. */
export function useRetry(onChanged: () => void) {
  const api = useApi();
  const texts = useTexts();
  const notify = useNotices();
  const { watch } = useJobWatch();
  const [isBusy, setBusy] = useState(false);
  const key = useRef<string>(undefined);
  const run = useCallback(
    async (selected: SelectedErrors, runNow = false): Promise<void> => {
      setBusy(true);
      key.current ??= crypto.randomUUID();
      const end = await actOnSelected(api, {
        act: { action: "retry", runNow },
        selected,
        key: key.current,
      });
      setBusy(false);
      if (end.ok || end.failure.kind === "problem") key.current = undefined;
      if (!end.ok) {
        notify({ intent: "error", ...failureWords(end.failure, texts) });
      } else if (end.value.jobs.length > 0) {
        watch({ name: texts.words.action.retry, jobs: end.value.jobs, bulk: end.value });
      } else {
        const title = texts.errors.retry.done(end.value.taken);
        notify({ intent: "success", title, detail: <LeftOutList bulk={end.value} /> });
      }
      onChanged();
    },
    [api, texts, notify, watch, onChanged],
  );
  return { isBusy, run };
}
