import { makeStyles, SearchBox } from "@fluentui/react-components";
import { useEffect, useState } from "react";
import { useTexts } from "../../texts/use-texts.ts";

const useStyles = makeStyles({
  search: { minWidth: "160px", flexGrow: 1, maxWidth: "320px" },
});

interface Props {
  readonly label: string;
  readonly text: string;
  readonly onChange: (text: string) => void;
}

/** Long enough for a word to be typed before it is looked for. */
const typingMilliseconds = 300;

/** A text that a list is narrowed to. */
export function SearchText({ label, text, onChange }: Props) {
  const styles = useStyles();
  const { shell } = useTexts();
  const [typed, setTyped] = useState(text);
  useEffect(() => setTyped(text), [text]);
  useEffect(() => {
    if (typed === text) return;
    const timer = window.setTimeout(() => onChange(typed), typingMilliseconds);
    return () => window.clearTimeout(timer);
  }, [typed, text, onChange]);
  return (
    <SearchBox
      className={styles.search}
      size="small"
      aria-label={label}
      placeholder={label}
      value={typed}
      dismiss={{ "aria-label": shell.clear }}
      onChange={(_, { value }) => setTyped(value)}
    />
  );
}
