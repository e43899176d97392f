import type { ErrorItem } from "../../domain/error/error-item.ts";
import { annotated, type ErrorNotes } from "../../domain/error/error-transitions.ts";
import type { ErrorId } from "../../domain/ids.ts";
import { failed, ok, type Result } from "../../domain/result.ts";
import { updateUnderRevision } from "../../sync/context/update-under-revision.ts";
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
  return updateUnderRevision<ErrorItem, ManageFailure>({
    get: () => findError(app, id),
    change: (item) =>
      revision !== undefined && item.revision !== revision
        ? failed(changedMeanwhile(item))
        : ok(annotated(item, notes, { at: app.clock.now(), by: requestedBy })),
    save: async (_, item) => {
      const [saved = "stale"] = await app.store.errors.save([item]);
      return saved;
    },
  });
}
