import { useEffect, useRef, useState } from "react";
import type { ApiFailure } from "../api/ask.ts";
import type { ErrorAct } from "../api/error-calls.ts";
import type { Job } from "../api/shapes.ts";
import { useApi } from "../api/use-api.ts";
import type { Chosen } from "./chosen.ts";
import { type Preview, previewOf } from "./preview.ts";

export type PreviewState =
  | { readonly state: "none" }
  | { readonly state: "preparing"; readonly jobs: readonly Job[] }
  | { readonly state: "ready"; readonly preview: Preview }
  | { readonly state: "failed"; readonly failure: ApiFailure };

/** What the action would do to what was chosen; asked for anew when either is another one. */
export function usePreview(act: ErrorAct | undefined, chosen: Chosen): PreviewState {
  const api = useApi();
  const [state, setState] = useState<PreviewState>({ state: "none" });
  const key = act === undefined ? undefined : JSON.stringify(act);
  const latest = useRef({ act, chosen });
  latest.current = { act, chosen };
  useEffect(() => {
    const asked = latest.current.act;
    if (key === undefined || asked === undefined) {
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
      const idempotencyKey = crypto.randomUUID();
      const preview = await previewOf(api, {
        act: asked,
        chosen,
        key: idempotencyKey,
        signal,
        onProgress,
      });
      if (signal.aborted) return;
      setState(
        preview.ok
          ? { state: "ready", preview: preview.value }
          : { state: "failed", failure: preview.failure },
      );
    };
    void run();
    return () => ended.abort();
  }, [api, key, chosen]);
  return state;
}
