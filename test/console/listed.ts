import type { Page } from "playwright-core";
import * as z from "zod/mini";
import { listOf } from "../end-to-end/api-answers.ts";
import type { LocalSystem } from "../end-to-end/local-system.ts";

const Side = z.object({ id: z.nullable(z.string()), title: z.nullable(z.string()) });

const Listed = z.object({
  id: z.string(),
  mapping: z.string(),
  kind: z.string(),
  couplingId: z.optional(z.string()),
  businessCentral: Side,
  dataverse: Side,
  assignee: z.optional(z.string()),
  /** Who could be the counterpart. */
  candidates: z.optional(z.array(z.string())),
  note: z.optional(z.string()),
});
export type Listed = z.infer<typeof Listed>;

/** What the API lists now. */
export const allListed = (system: LocalSystem): Promise<readonly Listed[]> =>
  listOf(system, "/v1/errors", Listed);

/** One listed record in trouble of a kind; the sample data has one at least of each. */
export async function oneOf(system: LocalSystem, kind: string): Promise<Listed> {
  const found = (await allListed(system)).find((item) => item.kind === kind);
  if (found === undefined) throw new Error(`Nothing of kind ${kind} is listed`);
  return found;
}

export const titleOf = ({ businessCentral, dataverse }: Listed): string =>
  businessCentral.title ?? dataverse.title ?? "";

/** The row of a record. Titles are shared: a customer's by its contact, and by chance. */
export const rowOf = (page: Page, { id }: Listed) =>
  page.getByRole("grid").locator(`[role=row][data-key="${id}"]`);

/** The sample data's runs each minute would resolve some of it in between. */
export async function holdSchedules(system: LocalSystem): Promise<void> {
  const Schedules = z.object({ items: z.array(z.object({ mapping: z.string() })) });
  const { body } = await system.ask("GET", "/v1/schedules");
  for (const { mapping } of Schedules.parse(body).items) {
    await system.ask("POST", `/v1/schedules/${mapping}/actions/hold`);
  }
}
