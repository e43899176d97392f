import { Button, makeStyles, Text, tokens } from "@fluentui/react-components";
import { nothingSelected, type Selection } from "../controls/selection.ts";
import { useTexts } from "../texts/use-texts.ts";
import type { ListFilter } from "./filter-of.ts";

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
  readonly filter: ListFilter;
  readonly onSelect: (selection: Selection) => void;
}

/** How much is ticked, and the way from the rows that are loaded to everything that matches. */
export function SelectionBar({ selection, filter, onSelect }: Props) {
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
      {!isEverything && filter.search === undefined && (
        <Button size="small" appearance="subtle" onClick={() => onSelect({ kind: "everything" })}>
          {errors.selection.selectEverything}
        </Button>
      )}
      {!isEverything && filter.search !== undefined && (
        <Text size={200}>{errors.selection.searchHint}</Text>
      )}
      <Button size="small" appearance="subtle" onClick={() => onSelect(nothingSelected)}>
        {errors.selection.clear}
      </Button>
    </div>
  );
}
