import type { ErrorItem } from "../../domain/error/error-item.ts";
import { annotated, type ErrorNotes } from "../../domain/error/error-transitions.ts";
import type { ErrorId } from "../../domain/ids.ts";
import { failed, ok, type Result } from "../../domain/result.ts";
import type { ManageApp } from "../manage-app.ts";
import type { ManageFailure } from "../manage-failure.ts";
import { findError } from "./read-errors.ts";
import { changedMeanwhile } from "./select-by-id.ts";

export interface Annotation {
  readonly notes: ErrorNotes;
  /** The revision of the item that the person was shown. */
  readonly revision?: number | undefined;
  readonly requestedBy: string | undefined;
}

/** Who looks after an error, and what people know about it. */
export async function annotateError(
  app: Pick<ManageApp, "store" | "clock">,
  id: ErrorId,
  { notes, revision, requestedBy }: Annotation,
): Promise<Result<ErrorItem, ManageFailure>> {
  for (;;) {
    const found = await findError(app, id);
    if (!found.ok) return found;
    const item = found.value;
    if (revision !== undefined && item.revision !== revision) return failed(changedMeanwhile(item));
    const changed = annotated(item, notes, { at: app.clock.now(), by: requestedBy });
    const [saved] = await app.store.errors.save([changed]);
    if (saved === "saved") return ok({ ...changed, revision: item.revision + 1 });
  }
}
