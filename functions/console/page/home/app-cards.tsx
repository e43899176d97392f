import { Badge, Link, makeStyles } from "@fluentui/react-components";
import { type Side, sides } from "../../../../lib/domain/side.ts";
import type { Status } from "../api/shapes.ts";
import { safeUrl } from "../controls/record/safe-url.ts";
import { useFormat, useTexts } from "../texts/use-texts.ts";
import { useSectionStyles } from "./section-styles.ts";

const useStyles = makeStyles({
  cards: { display: "flex", flexWrap: "wrap", gap: "12px" },
  card: { flex: "1 1 260px", minWidth: 0, overflowWrap: "anywhere" },
  top: { display: "flex", gap: "8px", alignItems: "center", flexWrap: "wrap" },
  name: { margin: 0, fontSize: "inherit", fontWeight: 600 },
});

/** Whether both apps answer, and whether one asked to wait. */
export function AppCards({ apps }: { readonly apps: Status["apps"] }) {
  const styles = useStyles();
  const section = useSectionStyles();
  const { home } = useTexts();
  return (
    <section aria-labelledby="apps">
      <h2 className={section.heading} id="apps">
        {home.apps}
      </h2>
      <div className={styles.cards}>
        {sides.map((side) => (
          <AppCard key={side} side={side} app={apps[side]} />
        ))}
      </div>
    </section>
  );
}

interface Props {
  readonly side: Side;
  readonly app: Status["apps"][Side];
}

function AppCard({ side, app: { url, reachable, throttledUntil, message } }: Props) {
  const styles = useStyles();
  const section = useSectionStyles();
  const { home, words, shell } = useTexts();
  const format = useFormat();
  const href = safeUrl(url);
  const waits = throttledUntil !== undefined && Date.parse(throttledUntil) > Date.now();
  return (
    <div className={`${section.card} ${styles.card}`}>
      <div className={styles.top}>
        <h3 className={styles.name}>{words.side[side]}</h3>
        {reachable === null && <Badge appearance="outline">{words.unknown}</Badge>}
        {reachable === true && (
          <Badge appearance="tint" color="success">
            {home.reachable}
          </Badge>
        )}
        {reachable === false && (
          <Badge appearance="tint" color="danger">
            {home.notReachable}
          </Badge>
        )}
        {waits && (
          <Badge appearance="tint" color="warning">
            {home.throttledUntil(format.time(throttledUntil))}
          </Badge>
        )}
      </div>
      {href === undefined ? (
        <div className={section.quiet}>{url}</div>
      ) : (
        <Link
          className={section.quiet}
          href={href}
          target="_blank"
          rel="noopener noreferrer"
          title={shell.newWindow}
        >
          {url}
        </Link>
      )}
      {message !== undefined && (reachable === false || waits) && <div>{message}</div>}
    </div>
  );
}
