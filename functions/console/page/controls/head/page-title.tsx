import { makeStyles, tokens } from "@fluentui/react-components";
import { type ReactNode, useEffect, useRef } from "react";
import { narrowQuery } from "../../context/use-width.ts";

const useStyles = makeStyles({
  root: {
    display: "flex",
    flexDirection: "column",
    gap: "2px",
    padding: "12px 20px 4px",
    [narrowQuery]: { padding: "8px 12px 2px" },
  },
  title: {
    margin: 0,
    fontSize: tokens.fontSizeBase600,
    lineHeight: tokens.lineHeightBase600,
    fontWeight: tokens.fontWeightSemibold,
    [narrowQuery]: { fontSize: tokens.fontSizeBase500, lineHeight: tokens.lineHeightBase500 },
    ":focus": { outline: "none" },
  },
  intro: {
    margin: 0,
    color: tokens.colorNeutralForeground2,
    [narrowQuery]: { display: "none" },
  },
});

interface Props {
  readonly title: string;
  readonly intro?: ReactNode;
}

/** A page begins with its title: it is where a reader of the screen arrives after a change of page. */
export function PageTitle({ title, intro }: Props) {
  const styles = useStyles();
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = `${title} – Tandem`;
  }, [title]);
  useEffect(() => {
    if (document.activeElement !== null && document.activeElement !== document.body) {
      heading.current?.focus({ preventScroll: true });
    }
  }, []);
  return (
    <div className={styles.root}>
      <h1 className={styles.title} tabIndex={-1} ref={heading}>
        {title}
      </h1>
      {intro !== undefined && <p className={styles.intro}>{intro}</p>}
    </div>
  );
}
