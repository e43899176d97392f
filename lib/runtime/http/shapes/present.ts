import { failed } from "../../../domain/result.ts";
import type { ManageApp } from "../../../manage/manage-app.ts";
import type { ManageFailure } from "../../../manage/manage-failure.ts";
import type { RequestFailure } from "../problem.ts";
import { showError } from "./error-item.ts";
import { loadLinks } from "./links.ts";

/** The failure with the error item as it is now, where that is what it is about. */
export async function withPresent(app: ManageApp, failure: ManageFailure) {
  const { item } = failure;
  if (item === undefined) return failed<RequestFailure>(failure);
  const present = showError(await loadLinks(app))(item);
  return failed<RequestFailure>({ ...failure, present });
}
