import { useCallback, useRef, useState } from "react";
import type { ApiFailure } from "../../api/call-api.ts";
import { useApi } from "../../api/use-api.ts";
import { useJobWatch } from "../../context/use-job-watch.ts";
import type { StartJobs } from "./preview.ts";

/** Starts jobs; they are followed by the console, whatever page is open. */
export function useStartJobs() {
  const api = useApi();
  const { watch } = useJobWatch();
  const [isBusy, setBusy] = useState(false);
  const [failure, setFailure] = useState<ApiFailure>();
  // One and the same until the API answered: pressed again after no answer, nothing is done twice.
  const key = useRef<string>(undefined);
  /** Resolves with why nothing was started. */
  const run = useCallback(
    async (name: string, start: StartJobs): Promise<ApiFailure | undefined> => {
      setBusy(true);
      key.current ??= crypto.randomUUID();
      const started = await start(api, key.current);
      setBusy(false);
      if (started.ok || started.failure.kind === "problem") key.current = undefined;
      setFailure(started.ok ? undefined : started.failure);
      if (!started.ok) return started.failure;
      watch({ name, jobs: started.value.jobs, bulk: started.value });
      return undefined;
    },
    [api, watch],
  );
  return { isBusy, failure, run };
}
