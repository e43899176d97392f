import { epochOf, type Instant } from "../../lib/domain/instant.ts";
import type { Job } from "../../lib/domain/job/job.ts";
import type { Store } from "../../lib/ports/store.ts";
import type { Journal, Wish } from "./journal.ts";
import type { Finding } from "./scene.ts";

/** I1 for what people ask of the system itself: what it said it took, it still knows. */
export async function checkWishes(
  { wishes }: Journal,
  { jobs, errors }: Pick<Store, "jobs" | "errors">,
): Promise<readonly Finding[]> {
  const lost = (message: string): readonly Finding[] => [{ invariant: "I1", message }];
  const judge = async (wish: Wish, index: number): Promise<readonly Finding[]> => {
    switch (wish.kind) {
      case "cancel": {
        const job = await jobs.get(wish.jobId);
        return job?.cancelRequested === true ? [] : lost(`${wish.jobId} forgot it was cancelled`);
      }
      case "note": {
        const isNewest = !wishes
          .slice(index + 1)
          .some((later) => later.kind === "note" && later.errorId === wish.errorId);
        const item = (await errors.get([wish.errorId])).get(wish.errorId);
        const isSame = item !== undefined && epochOf(item.firstFailedAt) <= wish.at;
        if (!isNewest || !isSame || item.note === wish.note) return [];
        return lost(`${wish.errorId} lost the note "${wish.note}"`);
      }
      case "hold":
      case "couple":
        return [];
    }
  };
  return (await Promise.all(wishes.map(judge))).flat();
}

/** Whoever has two records coupled with the data of one gives up what the other holds by then. */
export async function excuseCoupled(
  journal: Journal,
  jobOf: (id: Job["id"]) => Promise<Job | undefined>,
): Promise<void> {
  for (const wish of journal.wishes) {
    if (wish.kind !== "couple") continue;
    const finishedAt: Instant | undefined = (await jobOf(wish.jobId))?.finishedAt;
    const until = finishedAt === undefined ? Number.POSITIVE_INFINITY : epochOf(finishedAt);
    journal.excuse(
      journal.edits
        .filter(({ id, at }) => wish.records.includes(id) && at <= until)
        .map(({ token }) => token),
    );
  }
}
