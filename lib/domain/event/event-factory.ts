import { cutTo } from "../conversion/text-cut.ts";
import type { ToldItem } from "../error/error-events.ts";
import type { ErrorItem } from "../error/error-item.ts";
import { fingerprint } from "../fingerprint.ts";
import type { Instant } from "../instant.ts";
import type { Job } from "../job/job.ts";
import type { Side } from "../side.ts";
import type { OpenedItem, TandemEvent } from "./event.ts";

/** New error items, as many events as they need. */
export const openedEvents = (
  { id: jobId, mapping }: Pick<Job, "id" | "mapping">,
  items: readonly ErrorItem[],
  at: Instant,
): readonly TandemEvent[] =>
  piecesOf(items.map(openedItem)).map((piece) => ({
    type: "error-opened",
    id: `error-opened.${mapping}.${nameOf(piece)}`,
    at,
    mapping,
    jobId,
    items: piece,
  }));

/** Error items that went, and the job that took care of them. */
export const resolvedEvents = (
  { id: jobId, mapping, type: jobType, requestedBy }: Job,
  items: readonly ToldItem[],
  at: Instant,
): readonly TandemEvent[] =>
  piecesOf(items).map((piece) => ({
    type: "error-resolved",
    id: `error-resolved.${mapping}.${nameOf(piece)}`,
    at,
    mapping,
    jobId,
    jobType,
    requestedBy,
    items: piece,
  }));

/** What there is to say of a job that has ended; nothing when all went well, or nothing was to be done. */
export function endEvents(job: Job, at: Instant): readonly TandemEvent[] {
  const { id: jobId, mapping, type: jobType, trigger, requestedBy, state, counters } = job;
  const closed = closedEvents(job, at);
  if (job.preview === true || (state !== "failed" && state !== "completedWithErrors")) {
    return closed;
  }
  const message = job.message === undefined ? undefined : cutTo(job.message, longest.message);
  const finished: TandemEvent = {
    type: "job-finished-with-failures",
    id: `job-finished-with-failures.${jobId}`,
    at,
    mapping,
    jobId,
    jobType,
    requestedBy,
    trigger,
    state,
    counters,
    message,
  };
  if (job.circuit === undefined) return [finished, ...closed];
  const opened: TandemEvent = {
    type: "circuit-opened",
    id: `circuit-opened.${jobId}`,
    at,
    mapping,
    jobId,
    reason: job.circuit,
    message: message ?? "",
  };
  return [finished, ...closed, opened];
}

const closedEvents = (
  { id: jobId, mapping, circuitClosed }: Job,
  at: Instant,
): readonly TandemEvent[] =>
  circuitClosed === undefined
    ? []
    : [
        {
          type: "circuit-closed",
          id: `circuit-closed.${jobId}`,
          at,
          mapping,
          jobId,
          ...circuitClosed,
        },
      ];

/** UTF-16 units of texts that an app or a person may have made long. */
const longest = { message: 1000, hint: 500, title: 200 };

const openedItem = (item: ErrorItem): OpenedItem => ({
  ...toldItem(item),
  status: item.status,
  message: cutTo(item.message, longest.message),
  hint: cutTo(item.hint, longest.hint),
});

export const toldItem = (item: ErrorItem): ToldItem => ({
  id: item.id,
  kind: item.kind,
  firstFailedAt: item.firstFailedAt,
  couplingId: item.couplingId,
  businessCentral: recordOf(item, "businessCentral"),
  dataverse: recordOf(item, "dataverse"),
});

function recordOf({ sides }: ErrorItem, side: Side): ToldItem[Side] {
  const { id, title } = sides[side];
  return { id, title: title === undefined ? undefined : cutTo(title, longest.title) };
}

const itemsPerEvent = 100;
/** EventBridge takes 256 KB; a UTF-16 unit has at most three bytes of UTF-8. */
const unitsPerEvent = 80_000;

/** In the order of the ids, so that the same items make the same events. */
function piecesOf<Item extends ToldItem>(items: readonly Item[]): Item[][] {
  const pieces: Item[][] = [];
  let units = 0;
  for (const item of items.toSorted((a, b) => (a.id < b.id ? -1 : 1))) {
    const more = JSON.stringify(item).length;
    const piece = pieces.at(-1);
    if (piece === undefined || piece.length >= itemsPerEvent || units + more > unitsPerEvent) {
      pieces.push([item]);
      units = more;
    } else {
      piece.push(item);
      units += more;
    }
  }
  return pieces;
}

/** A record fails for the first time once: a repeat has the same name, whichever job it comes from. */
const nameOf = (items: readonly ToldItem[]): string =>
  fingerprint(items.map(({ id, firstFailedAt }) => `${id}@${firstFailedAt}`).join(" "));
