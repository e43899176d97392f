import { Badge, Link, makeStyles, mergeClasses, tokens } from "@fluentui/react-components";
import type { Instant } from "../../../../lib/domain/instant.ts";
import type { Status } from "../api/shapes.ts";
import { hrefTo } from "../context/route.ts";
import { useFormat, useTexts } from "../texts/use-texts.ts";
import { ageOf } from "./age-of.ts";
import { useSectionStyles } from "./section-styles.ts";

const useStyles = makeStyles({
  scroller: { overflowX: "auto" },
  table: { borderCollapse: "collapse", width: "100%" },
  cell: {
    textAlign: "left",
    verticalAlign: "top",
    padding: "8px 12px 8px 0",
    borderBottom: `1px solid ${tokens.colorNeutralStroke3}`,
    fontWeight: tokens.fontWeightRegular,
  },
  time: { whiteSpace: "nowrap" },
  head: { color: tokens.colorNeutralForeground2, fontSize: tokens.fontSizeBase200 },
  kinds: { listStyleType: "none", margin: 0, padding: 0 },
});

type MappingStatus = Status["mappings"][number];

/** Each mapping: what is coupled, what is in trouble, when it ran and runs again. */
export function MappingTable({ mappings }: { readonly mappings: readonly MappingStatus[] }) {
  const styles = useStyles();
  const section = useSectionStyles();
  const { home } = useTexts();
  const titles = [
    home.mapping,
    home.coupled,
    home.errors,
    home.schedule,
    home.lastRun,
    home.nextRun,
    home.age,
  ];
  return (
    <section aria-labelledby="mappings">
      <h2 className={section.heading} id="mappings">
        {home.mappings}
      </h2>
      <div className={styles.scroller}>
        <table className={styles.table}>
          <thead>
            <tr className={styles.head}>
              {titles.map((title) => (
                <th key={title} className={styles.cell}>
                  {title}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {mappings.map((mapping) => (
              <MappingRow key={mapping.name} mapping={mapping} />
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

function MappingRow({ mapping }: { readonly mapping: MappingStatus }) {
  const styles = useStyles();
  const section = useSectionStyles();
  const { home, words } = useTexts();
  const format = useFormat();
  const { name, couplings, enabled, lastRunAt, nextRunAt, message, circuit } = mapping;
  const now = Date.now();
  const age = ageOf(mapping.cursorAgeSeconds);
  const time = mergeClasses(styles.cell, styles.time);
  const trouble = circuit?.message ?? message;
  return (
    <tr>
      <th scope="row" className={styles.cell}>
        <Link href={hrefTo({ page: "mappings", item: name })}>{words.mapping[name] ?? name}</Link>
        {trouble !== undefined && <div className={section.quiet}>{trouble}</div>}
      </th>
      <td className={styles.cell}>
        <Link href={hrefTo({ page: "couplings", params: { mapping: name } })}>
          {format.number(couplings)}
        </Link>
      </td>
      <td className={styles.cell}>
        <Errors mapping={mapping} />
      </td>
      <td className={styles.cell}>
        {!enabled && home.disabled}
        {enabled && <ScheduleStatus mapping={mapping} />}
      </td>
      <td className={time}>{lastRunAt === null ? words.never : format.distance(lastRunAt, now)}</td>
      <td className={time}>{nextRunAt === null ? "–" : <NextRun at={nextRunAt} now={now} />}</td>
      <td className={time}>{age === undefined ? "–" : home.seconds(age)}</td>
    </tr>
  );
}

/** What is due begins with the next tick, or waits for the run before it. */
function NextRun({ at, now }: { readonly at: Instant; readonly now: number }) {
  const { home } = useTexts();
  const format = useFormat();
  return Date.parse(at) <= now ? home.due : format.distance(at, now);
}

function Errors({ mapping: { name, errorsByKind } }: { readonly mapping: MappingStatus }) {
  const styles = useStyles();
  const { words } = useTexts();
  const format = useFormat();
  if (errorsByKind.length === 0) return "–";
  return (
    <ul className={styles.kinds}>
      {errorsByKind.map(({ kind, count }) => (
        <li key={kind}>
          <Link href={hrefTo({ page: "errors", params: { mapping: name, kind } })}>
            {words.kind[kind]}: {format.number(count)}
          </Link>
        </li>
      ))}
    </ul>
  );
}

function ScheduleStatus({ mapping }: { readonly mapping: MappingStatus }) {
  const { words, home } = useTexts();
  const { scheduleStatus, circuit } = mapping;
  if (circuit !== undefined) {
    return (
      <Badge appearance="tint" color="danger">
        {home.circuit}
      </Badge>
    );
  }
  if (scheduleStatus === null) return "–";
  return (
    <Badge appearance="tint" color={scheduleColor[scheduleStatus]}>
      {words.scheduleStatus[scheduleStatus]}
    </Badge>
  );
}

const scheduleColor = {
  ready: "success",
  running: "brand",
  onHold: "warning",
  onHoldInactive: "informative",
  error: "danger",
} as const;
