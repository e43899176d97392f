import type { Side } from "../../../../lib/domain/side.ts";
import type { Job } from "../api/shapes.ts";
import { countsByOutcome } from "../controls/jobs/counts-by-outcome.ts";
import type { Texts } from "../texts/use-texts.ts";

/** What the job was about: "Customer: Full Synchronization". */
export const jobTitle = ({ mapping, type, preview }: Job, { words, jobs }: Texts): string =>
  `${words.mapping[mapping] ?? mapping}: ${words.jobType[type]}${
    preview === true ? ` (${jobs.preview})` : ""
  }`;

/** What it did to one side, in a line; empty where that is nothing. */
export const countsLine = (side: Side, job: Job, { shell }: Texts): string =>
  countsByOutcome(side, [job])
    .map(({ outcome, count }) => shell.counts[outcome](count))
    .join(", ");

/** Who or what asked for it. */
export const requesterOf = (
  { requestedBy, trigger }: Pick<Job, "requestedBy" | "trigger">,
  { words }: Texts,
): string => requestedBy ?? words.trigger[trigger];
