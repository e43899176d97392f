import { useCallback, useRef, useState } from "react";
import type { ApiFailure } from "../api/ask.ts";
import { useApi } from "../api/use-api.ts";
import { useJobWatch } from "../shell/use-job-watch.ts";
import type { Begin } from "./preview.ts";

/** Starts jobs; they are followed by the console, whatever page is open. */
export function useBegin() {
  const api = useApi();
  const { watch } = useJobWatch();
  const [isBusy, setBusy] = useState(false);
  const [failure, setFailure] = useState<ApiFailure>();
  // One and the same until the API answered: pressed again after no answer, nothing is done twice.
  const key = useRef<string>(undefined);
  /** Resolves with why nothing was started. */
  const run = useCallback(
    async (name: string, begin: Begin): Promise<ApiFailure | undefined> => {
      setBusy(true);
      key.current ??= crypto.randomUUID();
      const begun = await begin(api, key.current);
      setBusy(false);
      if (begun.ok || begun.failure.kind === "problem") key.current = undefined;
      setFailure(begun.ok ? undefined : begun.failure);
      if (!begun.ok) return begun.failure;
      watch({ name, jobs: begun.value.jobs, bulk: begun.value });
      return undefined;
    },
    [api, watch],
  );
  return { isBusy, failure, run };
}
