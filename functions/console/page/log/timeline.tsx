import { Badge, Link, makeStyles, tokens } from "@fluentui/react-components";
import type { LogEntry } from "../api/shapes.ts";
import { hrefTo } from "../context/route.ts";
import { outcomeColors } from "../controls/jobs/outcome-colors.ts";
import { ChangeList } from "../controls/record/change-list.tsx";
import { type Texts, useFormat, useTexts } from "../texts/use-texts.ts";

const useStyles = makeStyles({
  list: {
    listStyleType: "none",
    margin: "0 0 0 6px",
    padding: 0,
    borderLeft: `2px solid ${tokens.colorNeutralStroke2}`,
  },
  entry: { position: "relative", padding: "0 0 18px 20px" },
  dot: {
    position: "absolute",
    left: "-7px",
    top: "5px",
    width: "12px",
    height: "12px",
    borderRadius: "50%",
    backgroundColor: tokens.colorBrandBackground,
    border: `2px solid ${tokens.colorNeutralBackground1}`,
  },
  head: { display: "flex", flexWrap: "wrap", alignItems: "baseline", gap: "4px 10px" },
  moment: { fontWeight: tokens.fontWeightSemibold },
  quiet: { color: tokens.colorNeutralForeground2, overflowWrap: "anywhere" },
  message: { margin: "4px 0", overflowWrap: "anywhere" },
});

/** Entry by entry what was done to which side, with the values before and after. */
export function Timeline({ entries }: { readonly entries: readonly LogEntry[] }) {
  const styles = useStyles();
  const { log } = useTexts();
  if (entries.length === 0) return null;
  return (
    <ol className={styles.list} aria-label={log.entries}>
      {entries.map((entry, index) => (
        <li key={`${entry.jobId} ${entry.at} ${index}`} className={styles.entry}>
          <span className={styles.dot} aria-hidden />
          <Entry entry={entry} />
        </li>
      ))}
    </ol>
  );
}

function Entry({ entry }: { readonly entry: LogEntry }) {
  const styles = useStyles();
  const texts = useTexts();
  const format = useFormat();
  const { log, words } = texts;
  return (
    <>
      <div className={styles.head}>
        <time className={styles.moment} dateTime={entry.at}>
          {format.moment(entry.at)}
        </time>
        <Badge appearance="tint" color={outcomeColors[entry.outcome]}>
          {words.outcome[entry.outcome]}
        </Badge>
        <span>{words.side[entry.side]}</span>
      </div>
      {entry.message !== undefined && <p className={styles.message}>{entry.message}</p>}
      <ChangeList changes={entry.changes ?? []} />
      <div className={styles.quiet}>
        {words.jobType[entry.jobType]}, {whoAsked(entry, texts)} ·{" "}
        <Link
          href={hrefTo({ page: "jobs", item: entry.jobId })}
          aria-label={`${log.job} ${entry.jobId}`}
        >
          {log.job}
        </Link>
      </div>
    </>
  );
}

function whoAsked({ requestedBy, trigger }: LogEntry, { log }: Texts): string {
  switch (trigger) {
    case "manual":
      return requestedBy === undefined ? log.byHand : log.byPerson(requestedBy);
    case "schedule":
      return log.bySchedule;
    case "webhook":
      return log.byNotice;
  }
}
