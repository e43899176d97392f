import { makeStyles } from "@fluentui/react-components";
import { useMemo } from "react";
import { useAnswer } from "../api/use-answer.ts";
import { useReloadAfterJobs } from "../context/use-job-watch.ts";
import { useTexts } from "../texts/use-texts.ts";
import { activityOf } from "./activity.ts";
import { BarChart } from "./bar-chart.tsx";
import { readActivity } from "./read-activity.ts";
import { useSectionStyles } from "./section-styles.ts";

const useStyles = makeStyles({
  charts: { display: "flex", flexWrap: "wrap", gap: "24px" },
});

/** Changed records and errors over the last day. */
export function ActivityCharts() {
  const styles = useStyles();
  const section = useSectionStyles();
  const { home } = useTexts();
  const { value: jobs, reload } = useAnswer({ key: "activity", everySeconds: 60 }, (api) =>
    readActivity(api, Date.now()),
  );
  useReloadAfterJobs(reload);
  const activity = useMemo(() => jobs && activityOf(jobs, Date.now()), [jobs]);
  if (activity === undefined) return null;
  const { slots, to } = activity;
  return (
    <section aria-labelledby="activity">
      <h2 className={section.heading} id="activity">
        {home.activity}
      </h2>
      <div className={styles.charts}>
        <BarChart
          title={home.changed}
          look="changed"
          to={to}
          bars={slots.map(({ from, changed }) => ({ from, count: changed }))}
        />
        <BarChart
          title={home.failed}
          look="failed"
          to={to}
          bars={slots.map(({ from, failed }) => ({ from, count: failed }))}
        />
      </div>
    </section>
  );
}
