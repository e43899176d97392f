import { Link, makeStyles, mergeClasses, tokens } from "@fluentui/react-components";
import type { Status } from "../api/shapes.ts";
import { type Destination, hrefTo } from "../context/route.ts";
import { useFormat, useTexts } from "../texts/use-texts.ts";
import { useSectionStyles } from "./section-styles.ts";

const useStyles = makeStyles({
  answer: { margin: "0 0 12px", fontSize: tokens.fontSizeBase500 },
  tiles: { display: "flex", flexWrap: "wrap", gap: "12px", margin: 0, padding: 0 },
  tile: { listStyleType: "none", minWidth: "130px", flex: "1 1 130px", maxWidth: "240px" },
  link: {
    display: "flex",
    flexDirection: "column",
    gap: "4px",
    height: "100%",
    color: tokens.colorNeutralForeground1,
    borderTop: `3px solid ${tokens.colorBrandStroke1}`,
  },
  trouble: { borderTopColor: tokens.colorPaletteRedBorderActive },
  number: { fontSize: tokens.fontSizeHero700, lineHeight: tokens.lineHeightHero700 },
});

interface Cue {
  readonly label: string;
  readonly count: number;
  readonly to: Destination;
  readonly isTrouble: boolean;
}

/** The short answer, and the tiles that a role center has. */
export function Cues({ status: { mappings } }: { readonly status: Status }) {
  const styles = useStyles();
  const section = useSectionStyles();
  const { home } = useTexts();
  const format = useFormat();
  const sumOf = (count: (mapping: Status["mappings"][number]) => number): number =>
    mappings.reduce((sum, mapping) => sum + count(mapping), 0);
  const skipped = sumOf((mapping) => mapping.skipped);
  const retrying = sumOf((mapping) => mapping.retrying);
  const stopped = mappings.filter(isStopped).length;
  const cues: readonly Cue[] = [
    {
      label: home.coupled,
      count: sumOf(({ couplings }) => couplings),
      to: { page: "couplings" },
      isTrouble: false,
    },
    {
      label: home.skipped,
      count: skipped,
      to: { page: "errors", params: { status: "skipped" } },
      isTrouble: skipped > 0,
    },
    {
      label: home.retrying,
      count: retrying,
      to: { page: "errors", params: { status: "retrying" } },
      isTrouble: false,
    },
    { label: home.stopped, count: stopped, to: { page: "mappings" }, isTrouble: stopped > 0 },
  ];
  return (
    <section aria-label={home.answer}>
      <p className={styles.answer} role="status">
        {stopped > 0 && `${home.notRunning(stopped)} `}
        {skipped + retrying > 0 && home.notInStep(skipped + retrying)}
        {skipped + retrying + stopped === 0 && home.inStep}
      </p>
      <ul className={styles.tiles}>
        {cues.map(({ label, count, to, isTrouble }) => (
          <li key={label} className={styles.tile}>
            <Link
              className={mergeClasses(section.card, styles.link, isTrouble && styles.trouble)}
              href={hrefTo(to)}
            >
              <span className={styles.number}>{format.number(count)}</span>
              <span>{label}</span>
            </Link>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** Enabled, and its last run failed as a whole or its schedule gave up. */
const isStopped = ({ enabled, message, scheduleStatus, circuit }: Status["mappings"][number]) =>
  enabled && (message !== undefined || scheduleStatus === "error" || circuit !== undefined);
