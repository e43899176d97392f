import { useState } from "react";
import { hasEnded } from "../api/follow-jobs.ts";
import { cancelJob } from "../api/job-calls.ts";
import type { Job } from "../api/shapes.ts";
import { useApi } from "../api/use-api.ts";
import { useNotices } from "../context/use-notices.ts";
import { failureWords } from "../controls/failure/failure-words.ts";
import { useTexts } from "../texts/use-texts.ts";

/** Cancels a job; what it did until then stays. `reason`: why it cannot be. */
export function useCancel(job: Job | undefined, onChanged: () => void) {
  const api = useApi();
  const texts = useTexts();
  const notify = useNotices();
  const [isBusy, setBusy] = useState(false);
  const { jobs, shell } = texts;
  const cancel = async (): Promise<void> => {
    if (job === undefined) return;
    setBusy(true);
    const cancelled = await cancelJob(api, job.id);
    setBusy(false);
    onChanged();
    notify(
      cancelled.ok
        ? { intent: "info", title: jobs.cancelAsked }
        : { intent: "error", ...failureWords(cancelled.failure, texts) },
    );
  };
  const role = api.session.may("Tandem.Admin") ? undefined : shell.notPermitted("Tandem.Admin");
  const why =
    job === undefined ? jobs.noneSelected : hasEnded(job) ? jobs.ended : cancelling(job, jobs);
  const reason = role ?? why;
  return { cancel, reason, isEnabled: reason === undefined && !isBusy };
}

const cancelling = ({ cancelRequested }: Job, { cancelAsked }: { readonly cancelAsked: string }) =>
  cancelRequested ? cancelAsked : undefined;
