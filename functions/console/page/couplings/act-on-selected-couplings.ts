import { sendInTurn } from "../api/bulk-requests.ts";
import { actOnCouplings } from "../api/coupling-calls.ts";
import type { StartOrPreview } from "../controls/preview/start-jobs-dialog.tsx";
import { requestSelections, type SelectedCouplings } from "./selected-couplings.ts";

/** Acts on the selected couplings, in as many requests as that takes. */
export const startOrPreviewFor =
  (action: "delete" | "synchronize", selected: SelectedCouplings): StartOrPreview =>
  (preview) =>
  (api, key) =>
    sendInTurn(requestSelections(selected), (selection, number) =>
      actOnCouplings(api, { action, selection, preview, key: `${key}-${number}` }),
    );
