import { makeStyles, tokens } from "@fluentui/react-components";
import type { LogEntry } from "../../api/shapes.ts";
import { useFormat, useTexts } from "../../texts/use-texts.ts";
import { fieldName } from "./field-name.ts";

const useStyles = makeStyles({
  list: { listStyleType: "none", margin: 0, padding: 0 },
  field: { color: tokens.colorNeutralForeground2 },
  gone: { textDecorationLine: "line-through", overflowWrap: "anywhere" },
  come: {
    textDecorationLine: "none",
    fontWeight: tokens.fontWeightSemibold,
    overflowWrap: "anywhere",
  },
});

/** Fields with their values before and after. */
export function ChangeList({ changes }: { readonly changes: NonNullable<LogEntry["changes"]> }) {
  const styles = useStyles();
  const texts = useTexts();
  const format = useFormat();
  if (changes.length === 0) return null;
  return (
    <ul className={styles.list}>
      {changes.map(({ field, from, to }) => (
        <li key={field}>
          <span className={styles.field}>{fieldName(field, texts)}:</span>{" "}
          {from !== null && (
            <>
              <del className={styles.gone}>{format.value(from)}</del>{" "}
            </>
          )}
          <ins className={styles.come}>{to === null ? texts.words.blank : format.value(to)}</ins>
        </li>
      ))}
    </ul>
  );
}
