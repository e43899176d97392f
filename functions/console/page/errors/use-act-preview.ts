import { useMemo, useRef } from "react";
import type { ErrorAct } from "../api/error-calls.ts";
import type { Begin } from "../controls/preview.ts";
import { type PreviewState, usePreview } from "../controls/use-preview.ts";
import { actOnChosen } from "./act-on-chosen.ts";
import type { Chosen } from "./chosen.ts";

/** What the action would do to what was chosen; asked for anew when either is another one. */
export function useActPreview(act: ErrorAct | undefined, chosen: Chosen): PreviewState {
  const latest = useRef(act);
  latest.current = act;
  const what = act === undefined ? undefined : JSON.stringify(act);
  const begin = useMemo((): Begin | undefined => {
    const asked = latest.current;
    if (what === undefined || asked === undefined) return undefined;
    return (api, key) => actOnChosen(api, { act: asked, chosen, preview: true, key });
  }, [what, chosen]);
  return usePreview(begin);
}
