import { useEffect, useState } from "react";
import type { ApiFailure } from "../../api/call-api.ts";
import type { Job } from "../../api/shapes.ts";
import { useApi } from "../../api/use-api.ts";
import { type Preview, previewOf, type StartJobs } from "./preview.ts";

export type PreviewState =
  | { readonly state: "none" }
  | { readonly state: "preparing"; readonly jobs: readonly Job[] }
  | { readonly state: "ready"; readonly preview: Preview }
  | { readonly state: "failed"; readonly failure: ApiFailure };

/** What something would do; asked for anew when it is something else, so `start` has to stay the same. */
export function usePreview(start: StartJobs | undefined): PreviewState {
  const api = useApi();
  const [state, setState] = useState<PreviewState>({ state: "none" });
  useEffect(() => {
    if (start === undefined) {
      setState({ state: "none" });
      return;
    }
    const ended = new AbortController();
    const { signal } = ended;
    setState({ state: "preparing", jobs: [] });
    const onProgress = (jobs: readonly Job[]): void => {
      if (!signal.aborted) setState({ state: "preparing", jobs });
    };
    const run = async (): Promise<void> => {
      const preview = await previewOf(api, { start, signal, onProgress });
      if (signal.aborted) return;
      setState(
        preview.ok
          ? { state: "ready", preview: preview.value }
          : { state: "failed", failure: preview.failure },
      );
    };
    void run();
    return () => ended.abort();
  }, [api, start]);
  return state;
}
