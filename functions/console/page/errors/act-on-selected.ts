import type { Result } from "../../../../lib/domain/result.ts";
import { sendInTurn } from "../api/bulk-requests.ts";
import type { Api, ApiFailure } from "../api/call-api.ts";
import { actOnErrors, type RequestedAction } from "../api/error-calls.ts";
import type { Bulk } from "../api/shapes.ts";
import { requestSelections, type SelectedErrors } from "./selected-errors.ts";

interface SelectedAction {
  readonly act: RequestedAction;
  readonly selected: SelectedErrors;
  readonly preview?: boolean | undefined;
  /** The same key makes a repeat after a lost answer do nothing twice. */
  readonly key: string;
}

/** Acts on the selected errors, in as many requests as that takes. */
export const actOnSelected = (
  api: Api,
  { act, selected, preview, key }: SelectedAction,
): Promise<Result<Bulk, ApiFailure>> =>
  sendInTurn(requestSelections(selected), (selection, number) =>
    actOnErrors(api, { act, selection, preview, idempotencyKey: `${key}-${number}` }),
  );
