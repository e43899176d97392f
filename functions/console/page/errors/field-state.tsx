import { makeStyles, mergeClasses, tokens } from "@fluentui/react-components";
import { useTexts } from "../texts/use-texts.ts";
import type { ComparedField } from "./comparison.ts";

const useStyles = makeStyles({
  note: {
    display: "block",
    fontSize: tokens.fontSizeBase200,
    color: tokens.colorNeutralForeground2,
  },
  conflict: { color: tokens.colorPaletteRedForeground1 },
});

/** Whether a field goes one way only, and whether both sides moved or one. */
export function FieldState({
  field: { oneWay, conflict, differs },
}: {
  readonly field: ComparedField;
}) {
  const styles = useStyles();
  const { synchronize, words } = useTexts();
  return (
    <>
      {oneWay !== undefined && <span className={styles.note}>{words.direction[oneWay]}</span>}
      {differs && (
        <span className={mergeClasses(styles.note, conflict && styles.conflict)}>
          {conflict ? synchronize.conflict : synchronize.changed}
        </span>
      )}
    </>
  );
}
