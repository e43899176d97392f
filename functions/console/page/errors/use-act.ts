import { useCallback, useRef, useState } from "react";
import type { ApiFailure } from "../api/call-api.ts";
import type { RequestedAction } from "../api/error-calls.ts";
import type { Bulk } from "../api/shapes.ts";
import { useApi } from "../api/use-api.ts";
import { useJobWatch } from "../context/use-job-watch.ts";
import { useTexts } from "../texts/use-texts.ts";
import { actOnSelected } from "./act-on-selected.ts";
import type { SelectedErrors } from "./selected-errors.ts";

interface Acting {
  readonly selected: SelectedErrors;
  readonly onDone: (bulk: Bulk) => void;
  /** What was shown is not so any more. */
  readonly onChanged: () => void;
}

/** Carries an action out. Its jobs are followed by the console, whatever page is open. */
export function useAct({ selected, onDone, onChanged }: Acting) {
  const api = useApi();
  const { watch } = useJobWatch();
  const { words } = useTexts();
  const [isBusy, setBusy] = useState(false);
  const [failure, setFailure] = useState<ApiFailure>();
  // One and the same until the API answered: pressed again after no answer, nothing is done twice.
  const key = useRef<string>(undefined);
  /** Resolves with why nothing was done. */
  const run = useCallback(
    async (act: RequestedAction): Promise<ApiFailure | undefined> => {
      setBusy(true);
      key.current ??= crypto.randomUUID();
      const end = await actOnSelected(api, { act, selected, key: key.current });
      setBusy(false);
      if (end.ok) {
        key.current = undefined;
        setFailure(undefined);
        watch({ name: words.action[act.action], jobs: end.value.jobs, bulk: end.value });
        onDone(end.value);
        return undefined;
      }
      if (end.failure.kind === "problem") {
        key.current = undefined;
        onChanged();
      }
      setFailure(end.failure);
      return end.failure;
    },
    [api, selected, watch, words, onDone, onChanged],
  );
  return { isBusy, failure, run };
}
