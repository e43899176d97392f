import { makeStyles, ProgressBar, Text } from "@fluentui/react-components";
import { useJobWatch } from "../context/use-job-watch.ts";
import { totalProgress } from "../controls/jobs/total-progress.ts";
import { useTexts } from "../texts/use-texts.ts";

const useStyles = makeStyles({
  root: { padding: "6px 20px 0", display: "flex", flexDirection: "column", gap: "4px" },
});

/** The jobs that were started here and go on. */
export function RunningJobs() {
  const styles = useStyles();
  const { shell } = useTexts();
  const { watching } = useJobWatch();
  if (watching.length === 0) return null;
  return (
    <div className={styles.root}>
      {watching.map(({ number, name, jobs }) => {
        const { done, total } = totalProgress(jobs);
        return (
          <div key={number}>
            <Text size={200}>
              {shell.jobs.running(name)}: {shell.jobs.progress(done, total)}. {shell.jobs.runsOn}
            </Text>
            <ProgressBar
              aria-label={name}
              {...(total !== undefined && total > 0 && { value: done / total })}
            />
          </div>
        );
      })}
    </div>
  );
}
