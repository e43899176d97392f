import { MappingName } from "../../../../lib/domain/ids.ts";
import { jobStates, jobTypes } from "../../../../lib/domain/job/job.ts";
import type { JobFilter } from "../api/job-calls.ts";
import type { Params } from "../context/route.ts";

/** As the address of the page says it; what it says wrongly is left out. */
export const filterOf = (params: Params): JobFilter => ({
  mapping: MappingName.safeParse(params["mapping"]).data,
  type: jobTypes.find((each) => each === params["type"]),
  state: jobStates.find((each) => each === params["state"]),
});

export const isFiltered = (filter: JobFilter): boolean =>
  Object.values(filter).some((each) => each !== undefined);
