import { Link, makeStyles } from "@fluentui/react-components";
import { sides } from "../../../../../lib/domain/side.ts";
import type { Bulk, Job } from "../../api/shapes.ts";
import { hrefTo } from "../../context/route.ts";
import { useTexts } from "../../texts/use-texts.ts";
import { countsByOutcome } from "./counts-by-outcome.ts";
import { LeftOutList } from "./left-out-list.tsx";

const useStyles = makeStyles({
  list: { margin: "2px 0", paddingLeft: "18px" },
});

interface Props {
  readonly jobs: readonly Job[];
  readonly bulk?: Pick<Bulk, "leftOut" | "leftOutCount" | "notStarted"> | undefined;
}

/** What jobs did to each app, what was left out, and where to read more. */
export function JobOutcome({ jobs, bulk }: Props) {
  const styles = useStyles();
  const { shell, words } = useTexts();
  const lines = sides.flatMap((side) => {
    const done = countsByOutcome(side, jobs).map(({ outcome, count }) =>
      outcome === "failed" && jobs.every(({ type }) => type === "findDeleted")
        ? shell.jobs.found(count)
        : shell.counts[outcome](count),
    );
    return done.length === 0 ? [] : [`${words.side[side]}: ${done.join(", ")}`];
  });
  const messages = jobs.flatMap(({ message }) => (message === undefined ? [] : [message]));
  return (
    <>
      {lines.length === 0 && messages.length === 0 && <div>{shell.jobs.nothingDone}</div>}
      <ul className={styles.list}>
        {[...lines, ...new Set(messages)].map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
      {bulk !== undefined && <LeftOutList bulk={bulk} />}
      {jobs.map(({ id, mapping }) => (
        <span key={id}>
          <Link href={hrefTo({ page: "jobs", item: id })}>
            {shell.jobs.show}
            {jobs.length > 1 && ` (${words.mapping[mapping] ?? mapping})`}
          </Link>{" "}
        </span>
      ))}
    </>
  );
}
