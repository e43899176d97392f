import { makeStyles, ProgressBar, tokens } from "@fluentui/react-components";
import type { Outcome } from "../../../../../lib/domain/job/job.ts";
import { sides } from "../../../../../lib/domain/side.ts";
import { type Texts, useTexts } from "../../texts/use-texts.ts";
import { FailureBar } from "../failure/failure-bar.tsx";
import { countsByOutcome } from "../jobs/counts-by-outcome.ts";
import { LeftOutList } from "../jobs/left-out-list.tsx";
import { totalProgress } from "../jobs/total-progress.ts";
import type { Preview } from "./preview.ts";
import { PreviewEntries } from "./preview-entries.tsx";
import type { PreviewState } from "./use-preview.ts";

const useStyles = makeStyles({
  root: { display: "flex", flexDirection: "column", gap: "10px" },
  app: { margin: 0, fontSize: tokens.fontSizeBase300, fontWeight: tokens.fontWeightSemibold },
  list: { margin: "2px 0 0", paddingLeft: "20px" },
});

interface Props {
  readonly preview: PreviewState;
  /** Shows it record by record at once. */
  readonly isOpen?: boolean | undefined;
}

/** What will happen to how many records in which app, and what is left out and why. */
export function PreviewPanel({ preview, isOpen = false }: Props) {
  const styles = useStyles();
  const { errors, shell } = useTexts();
  switch (preview.state) {
    case "none":
      return null;
    case "preparing": {
      const { done, total } = totalProgress(preview.jobs);
      return (
        <div role="status">
          {errors.preview.preparing} {done > 0 && shell.jobs.progress(done, total)}
          <ProgressBar
            aria-label={errors.preview.preparing}
            {...(total !== undefined && total > 0 && { value: done / total })}
          />
        </div>
      );
    }
    case "failed":
      return <FailureBar failure={preview.failure} />;
    case "ready":
      return (
        <div className={styles.root}>
          <Summary preview={preview.preview} />
          <LeftOutList bulk={preview.preview.started} />
          <PreviewEntries preview={preview.preview} isOpen={isOpen} />
        </div>
      );
  }
}

type Sentence = (count: number) => string;

/** Unchanged and skipped are no news about what will be written. */
const sentences = ({ errors }: Texts): Readonly<Record<Outcome, Sentence | undefined>> => ({
  ...errors.preview,
  unchanged: undefined,
  skipped: undefined,
});

function Summary({ preview: { jobs, started } }: { readonly preview: Preview }) {
  const styles = useStyles();
  const texts = useTexts();
  const { errors, words } = texts;
  const told = sentences(texts);
  const perSide = sides.map((side) => ({
    side,
    lines: countsByOutcome(side, jobs).flatMap(
      ({ outcome, count }) => told[outcome]?.(count) ?? [],
    ),
  }));
  const messages = jobs.flatMap(({ state, message }) =>
    state === "failed" && message !== undefined ? [message] : [],
  );
  return (
    <div role="status" className={styles.root}>
      {started.taken !== undefined && <div>{errors.preview.total(started.taken)}</div>}
      {perSide.map(({ side, lines }) => (
        <div key={side}>
          <h3 className={styles.app}>{errors.preview.will(words.side[side])}</h3>
          <ul className={styles.list}>
            {(lines.length === 0 ? [errors.preview.untouched] : lines).map((line) => (
              <li key={line}>{line}</li>
            ))}
          </ul>
        </div>
      ))}
      {messages.map((message) => (
        <p key={message}>{message}</p>
      ))}
    </div>
  );
}
