import type * as z from "zod/mini";
import type { BulkShape } from "../../../../lib/runtime/http/shapes/bulk.ts";
import type { CouplingShape } from "../../../../lib/runtime/http/shapes/coupling.ts";
import type { ErrorItemShape } from "../../../../lib/runtime/http/shapes/error-item.ts";
import type { JobShape } from "../../../../lib/runtime/http/shapes/job.ts";
import type { LogEntryShape } from "../../../../lib/runtime/http/shapes/log-entry.ts";
import type { ListedMappingShape } from "../../../../lib/runtime/http/shapes/mapping.ts";
import type { ScheduleShape } from "../../../../lib/runtime/http/shapes/schedule.ts";
import type { StatusShape } from "../../../../lib/runtime/http/shapes/status.ts";

/** What the API's contract promises, as the page sees it. */
export type Bulk = z.infer<typeof BulkShape>;
/** What was started; `taken` where records were chosen. */
export type Started = Omit<Bulk, "taken"> & { readonly taken?: number | undefined };
export type ErrorItem = z.infer<typeof ErrorItemShape>;
export type Coupling = z.infer<typeof CouplingShape>;
export type ListedMapping = z.infer<typeof ListedMappingShape>;
export type Schedule = z.infer<typeof ScheduleShape>;
export type Job = z.infer<typeof JobShape>;
export type LogEntry = z.infer<typeof LogEntryShape>;
export type Status = z.infer<typeof StatusShape>;

export type FieldComparison = NonNullable<ErrorItem["fields"]>[number];
