import { makeStyles, mergeClasses, ProgressBar, tokens } from "@fluentui/react-components";
import { outcomes } from "../../../../lib/domain/job/job.ts";
import { sides } from "../../../../lib/domain/side.ts";
import { hasEnded } from "../api/follow-jobs.ts";
import type { Job } from "../api/shapes.ts";
import { Fact, FactBox, Facts, Section } from "../controls/record/facts.tsx";
import { useFormat, useTexts } from "../texts/use-texts.ts";
import { JobStateBadge } from "./job-state-badge.tsx";
import { jobTitle } from "./job-words.ts";

const useStyles = makeStyles({
  text: { margin: 0, overflowWrap: "anywhere" },
  table: { borderCollapse: "collapse", width: "100%", fontSize: tokens.fontSizeBase200 },
  cell: {
    textAlign: "left",
    padding: "4px 6px",
    fontWeight: tokens.fontWeightRegular,
    borderBottom: `1px solid ${tokens.colorNeutralStroke3}`,
  },
  head: { color: tokens.colorNeutralForeground2 },
  number: { textAlign: "right" },
});

/** One job in full: the FactBox beside the list. */
export function JobDetails({ job }: { readonly job: Job }) {
  const styles = useStyles();
  const texts = useTexts();
  const format = useFormat();
  const { jobs, words } = texts;
  const { details } = jobs;
  const { refused = [] } = job;
  return (
    <FactBox title={jobTitle(job, texts)}>
      {job.preview === true && <p className={styles.text}>{jobs.previewHint}</p>}
      {!hasEnded(job) && <Progress job={job} />}
      {job.message !== undefined && (
        <Section label={jobs.columns.message}>
          <p className={styles.text}>{job.message}</p>
        </Section>
      )}
      <Facts>
        <Fact term={jobs.columns.state}>
          <JobStateBadge job={job} />
          {job.cancelRequested && !hasEnded(job) && ` ${jobs.cancelling}`}
        </Fact>
        <Fact term={details.trigger}>{words.trigger[job.trigger]}</Fact>
        {job.requestedBy !== undefined && <Fact term={jobs.columns.by}>{job.requestedBy}</Fact>}
        <Fact term={jobs.columns.created}>{format.moment(job.createdAt)}</Fact>
        {job.startedAt !== undefined && (
          <Fact term={details.started}>{format.moment(job.startedAt)}</Fact>
        )}
        {job.finishedAt !== undefined && (
          <Fact term={details.finished}>{format.moment(job.finishedAt)}</Fact>
        )}
        <Fact term={jobs.columns.progress}>{format.number(job.progress.done)}</Fact>
        <Fact term={details.id}>{job.id}</Fact>
      </Facts>
      <Section label={details.counters}>
        <Counters job={job} />
      </Section>
      {refused.length > 0 && (
        <Section label={details.refused}>
          {refused.map(({ id, message }) => (
            <p key={id} className={styles.text}>
              {message}
            </p>
          ))}
        </Section>
      )}
    </FactBox>
  );
}

function Progress({ job: { progress } }: { readonly job: Job }) {
  const { shell } = useTexts();
  const { done, total } = progress;
  const text = shell.jobs.progress(done, total);
  return (
    <div>
      {text}
      <ProgressBar
        aria-label={text}
        {...(total !== undefined && total > 0 && { value: done / total })}
      />
    </div>
  );
}

/** What was done to each side, and only what was done at all. */
function Counters({ job: { counters } }: { readonly job: Job }) {
  const styles = useStyles();
  const { jobs, shell, words } = useTexts();
  const format = useFormat();
  const shown = outcomes.filter((outcome) => sides.some((side) => counters[side][outcome] > 0));
  if (shown.length === 0) return <p className={styles.text}>{shell.jobs.nothingDone}</p>;
  const head = mergeClasses(styles.cell, styles.head);
  return (
    <table className={styles.table}>
      <thead>
        <tr>
          <th className={head}>{jobs.details.outcome}</th>
          {sides.map((side) => (
            <th key={side} className={mergeClasses(head, styles.number)}>
              {words.side[side]}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {shown.map((outcome) => (
          <tr key={outcome}>
            <th scope="row" className={styles.cell}>
              {words.outcome[outcome]}
            </th>
            {sides.map((side) => (
              <td key={side} className={mergeClasses(styles.cell, styles.number)}>
                {format.number(counters[side][outcome])}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
