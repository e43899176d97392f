import { epochOf, type Instant } from "../../../lib/domain/instant.ts";
import type { Job } from "../../../lib/domain/job/job.ts";
import type { Store } from "../../../lib/ports/store.ts";
import type { AcknowledgedRequest, Journal } from "../story/journal.ts";
import type { Finding } from "./scene.ts";

/** I1 for what people ask of the system itself: what it said it took, it still knows. */
export async function checkRequests(
  { requests }: Journal,
  { jobs, errors }: Pick<Store, "jobs" | "errors">,
): Promise<readonly Finding[]> {
  const lost = (message: string): readonly Finding[] => [{ invariant: "I1", message }];
  const judge = async (
    request: AcknowledgedRequest,
    index: number,
  ): Promise<readonly Finding[]> => {
    switch (request.kind) {
      case "cancel": {
        const job = await jobs.get(request.jobId);
        return job?.cancelRequested === true
          ? []
          : lost(`${request.jobId} forgot it was cancelled`);
      }
      case "note": {
        const isNewest = !requests
          .slice(index + 1)
          .some((later) => later.kind === "note" && later.errorId === request.errorId);
        const item = (await errors.get([request.errorId])).get(request.errorId);
        const isSame = item !== undefined && epochOf(item.firstFailedAt) <= request.at;
        if (!isNewest || !isSame || item.note === request.note) return [];
        return lost(`${request.errorId} lost the note "${request.note}"`);
      }
      case "hold":
      case "couple":
        return [];
    }
  };
  return (await Promise.all(requests.map(judge))).flat();
}

/** Whoever has two records coupled with the data of one gives up what the other holds by then. */
export async function excuseCoupled(
  journal: Journal,
  jobOf: (id: Job["id"]) => Promise<Job | undefined>,
): Promise<void> {
  for (const request of journal.requests) {
    if (request.kind !== "couple") continue;
    const finishedAt: Instant | undefined = (await jobOf(request.jobId))?.finishedAt;
    const until = finishedAt === undefined ? Number.POSITIVE_INFINITY : epochOf(finishedAt);
    journal.excuse(
      journal.edits
        .filter(({ id, at }) => request.records.includes(id) && at <= until)
        .map(({ token }) => token),
    );
  }
}
