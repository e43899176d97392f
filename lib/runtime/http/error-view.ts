import type { ErrorItem } from "../../domain/error/error-item.ts";
import { type Told, tellLinks } from "../../manage/display-links.ts";
import type { ManageApp } from "../../manage/manage-app.ts";
import { type ShownError, showError } from "./shapes/error-item.ts";
import { linksTo } from "./shapes/links.ts";

/** How these items are shown: what their fields link to is read once for all of them. */
export async function errorView(
  { store, addresses }: Pick<ManageApp, "store" | "addresses">,
  items: readonly ErrorItem[],
): Promise<(item: ErrorItem) => ShownError> {
  const mappings = (await store.mappings.all()).map(({ mapping }) => mapping);
  const tell = await tellLinks({ store }, mappings, items.flatMap(valuesOf));
  return showError(linksTo(addresses, mappings), tell);
}

const valuesOf = ({ mapping, fields = [] }: ErrorItem): readonly Told[] =>
  fields.flatMap(({ field, base = null, businessCentral, dataverse }) =>
    [base, businessCentral, dataverse].map((value) => ({ mapping, field, value })),
  );
