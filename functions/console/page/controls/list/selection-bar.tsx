import { Button, makeStyles, Text, tokens } from "@fluentui/react-components";
import { useTexts } from "../../texts/use-texts.ts";
import { nothingSelected, type Selection } from "./selection.ts";

const useStyles = makeStyles({
  bar: {
    display: "flex",
    flexWrap: "wrap",
    alignItems: "center",
    gap: "8px",
    minHeight: "32px",
    padding: "2px 20px",
    flexShrink: 0,
    backgroundColor: tokens.colorNeutralBackground2,
  },
});

interface Props {
  readonly selection: Selection;
  /** Whether what is not loaded can be chosen too; not by a text that is searched for. */
  readonly everything: "offered" | "searching" | "never";
  readonly onSelect: (selection: Selection) => void;
}

/** How much is ticked, and the way from the rows that are loaded to everything that matches. */
export function SelectionBar({ selection, everything, onSelect }: Props) {
  const styles = useStyles();
  const { errors } = useTexts();
  const isEverything = selection.kind === "everything";
  const count = selection.kind === "rows" ? selection.keys.size : 0;
  if (!isEverything && count === 0) return null;
  return (
    <div className={styles.bar}>
      <Text role="status">
        {isEverything ? errors.selection.everything : errors.selection.rows(count)}
      </Text>
      {!isEverything && everything === "offered" && (
        <Button size="small" appearance="subtle" onClick={() => onSelect({ kind: "everything" })}>
          {errors.selection.selectEverything}
        </Button>
      )}
      {!isEverything && everything === "searching" && (
        <Text size={200}>{errors.selection.searchHint}</Text>
      )}
      <Button size="small" appearance="subtle" onClick={() => onSelect(nothingSelected)}>
        {errors.selection.clear}
      </Button>
    </div>
  );
}
