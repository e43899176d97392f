import { failed } from "../../domain/result.ts";
import type { ManageApp } from "../../manage/manage-app.ts";
import type { ManageFailure } from "../../manage/manage-failure.ts";
import { errorView } from "./error-view.ts";
import type { RequestFailure } from "./request/problem.ts";

/** The failure with the error items as they are now, where that is what it is about. */
export async function withPresent(app: ManageApp, failure: ManageFailure) {
  const { items } = failure;
  if (items === undefined) return failed<RequestFailure>(failure);
  return failed<RequestFailure>({ ...failure, shown: items.map(await errorView(app, items)) });
}
