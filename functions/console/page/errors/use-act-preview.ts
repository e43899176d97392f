import { useMemo, useRef } from "react";
import type { RequestedAction } from "../api/error-calls.ts";
import type { StartJobs } from "../controls/preview/preview.ts";
import { type PreviewState, usePreview } from "../controls/preview/use-preview.ts";
import { actOnSelected } from "./act-on-selected.ts";
import type { SelectedErrors } from "./selected-errors.ts";

/** What the action would do to what was selected; asked for anew when either is another one. */
export function useActPreview(
  act: RequestedAction | undefined,
  selected: SelectedErrors,
): PreviewState {
  const latest = useRef(act);
  latest.current = act;
  const what = act === undefined ? undefined : JSON.stringify(act);
  const start = useMemo((): StartJobs | undefined => {
    const asked = latest.current;
    if (what === undefined || asked === undefined) return undefined;
    return (api, key) => actOnSelected(api, { act: asked, selected, preview: true, key });
  }, [what, selected]);
  return usePreview(start);
}
