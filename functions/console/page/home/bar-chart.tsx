import { makeStyles, tokens } from "@fluentui/react-components";
import { useFormat, useTexts } from "../texts/use-texts.ts";

const useStyles = makeStyles({
  figure: { margin: 0, minWidth: 0, flex: "1 1 280px" },
  title: { margin: 0, fontSize: tokens.fontSizeBase300, fontWeight: tokens.fontWeightSemibold },
  drawing: { display: "block", width: "100%", height: "120px" },
  changed: { fill: tokens.colorBrandBackground },
  failed: { fill: tokens.colorPaletteRedBackground3 },
  ground: { stroke: tokens.colorNeutralStroke1 },
  axis: {
    display: "flex",
    justifyContent: "space-between",
    color: tokens.colorNeutralForeground2,
    fontSize: tokens.fontSizeBase200,
  },
});

export interface Bar {
  readonly from: number;
  readonly count: number;
}

interface Props {
  readonly title: string;
  readonly look: "changed" | "failed";
  readonly bars: readonly Bar[];
  readonly to: number;
}

const height = 100;
const barWidth = 10;

/** A small chart of counts over time; in words for whoever does not see it. */
export function BarChart({ title, look, bars, to }: Props) {
  const styles = useStyles();
  const { home } = useTexts();
  const format = useFormat();
  const total = bars.reduce((sum, { count }) => sum + count, 0);
  const most = Math.max(1, ...bars.map(({ count }) => count));
  const from = bars[0]?.from ?? to;
  return (
    <figure className={styles.figure}>
      <figcaption>
        <h3 className={styles.title}>{title}</h3>
      </figcaption>
      <svg
        className={styles.drawing}
        viewBox={`0 0 ${bars.length * barWidth} ${height + 2}`}
        preserveAspectRatio="none"
        role="img"
        aria-label={home.chart(title, total, format.clock(from), format.clock(to))}
      >
        {bars.map(({ from: at, count }, index) => (
          <rect
            key={at}
            className={styles[look]}
            x={index * barWidth + 1}
            width={barWidth - 2}
            y={height - (count / most) * height}
            height={(count / most) * height}
          >
            <title>{`${format.clock(at)}: ${format.number(count)}`}</title>
          </rect>
        ))}
        <line
          className={styles.ground}
          x1={0}
          x2={bars.length * barWidth}
          y1={height + 1}
          y2={height + 1}
        />
      </svg>
      <div className={styles.axis} aria-hidden="true">
        <span>{format.clock(from)}</span>
        <span>{home.total(total)}</span>
        <span>{format.clock(to)}</span>
      </div>
    </figure>
  );
}
