import { Button, makeStyles, Spinner } from "@fluentui/react-components";
import { readStatus } from "../api/status-calls.ts";
import { useAnswer } from "../api/use-answer.ts";
import { useReloadAfterJobs } from "../context/use-job-watch.ts";
import { narrowQuery } from "../context/use-width.ts";
import { FailureBar } from "../controls/failure/failure-bar.tsx";
import { PageTitle } from "../controls/head/page-title.tsx";
import { useTexts } from "../texts/use-texts.ts";
import { ActivityCharts } from "./activity-charts.tsx";
import { AppCards } from "./app-cards.tsx";
import { Cues } from "./cues.tsx";
import { MappingTable } from "./mapping-table.tsx";

const useStyles = makeStyles({
  page: {
    display: "flex",
    flexDirection: "column",
    gap: "20px",
    padding: "8px 20px 24px",
    [narrowQuery]: { padding: "8px 12px 20px" },
  },
});

/** Is everything in step? */
export function HomePage() {
  const styles = useStyles();
  const { home, shell } = useTexts();
  const status = useAnswer({ key: "status", everySeconds: 10 }, readStatus);
  useReloadAfterJobs(status.reload);
  const { value } = status;
  return (
    <>
      <PageTitle title={shell.pages.home} intro={home.intro} />
      <div className={styles.page}>
        <FailureBar failure={status.failure} onRetry={status.reload} />
        {value === undefined && status.isLoading && <Spinner label={shell.loading} />}
        {value !== undefined && (
          <>
            <Cues status={value} />
            <AppCards apps={value.apps} />
            <MappingTable mappings={value.mappings} />
          </>
        )}
        <ActivityCharts />
        <div>
          <Button appearance="subtle" onClick={status.reload}>
            {shell.refresh}
          </Button>
        </div>
      </div>
    </>
  );
}
