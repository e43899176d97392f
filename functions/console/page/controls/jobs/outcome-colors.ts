import type { Outcome } from "../../../../../lib/domain/job/job.ts";

type Color = "informative" | "brand" | "success" | "warning" | "danger";

/** What was written is green; what was not, and why somebody should look, is not. */
export const outcomeColors: Readonly<Record<Outcome, Color>> = {
  inserted: "success",
  modified: "success",
  deleted: "warning",
  unchanged: "informative",
  skipped: "warning",
  failed: "danger",
  coupled: "brand",
  uncoupled: "warning",
};
