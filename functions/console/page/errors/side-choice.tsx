import { makeStyles, mergeClasses, tokens } from "@fluentui/react-components";
import type { Side } from "../../../../lib/domain/side.ts";
import { fieldName } from "../controls/record/field-name.ts";
import { useFormat, useTexts } from "../texts/use-texts.ts";
import type { ComparedField } from "./comparison.ts";

const useStyles = makeStyles({
  moved: { fontWeight: tokens.fontWeightSemibold },
  choice: { display: "flex", gap: "6px", alignItems: "flex-start", cursor: "pointer" },
  radio: { margin: "3px 0 0", accentColor: tokens.colorBrandBackground },
});

interface Props {
  readonly field: ComparedField;
  readonly side: Side;
  readonly onChoose: (field: string, side: Side) => void;
  /** Says which side it is, where no heading does. */
  readonly isNamed?: boolean | undefined;
}

/** What one side holds; to be chosen where the sides differ and both ways are open. */
export function SideChoice({ field, side, onChoose, isNamed = false }: Props) {
  const styles = useStyles();
  const texts = useTexts();
  const format = useFormat();
  const { synchronize, words } = texts;
  const value = field[side];
  const text = value === null ? words.blank : format.value(value);
  const shown = isNamed ? `${words.side[side]}: ${text}` : text;
  const moved = mergeClasses(field.movedOn.includes(side) && styles.moved);
  if (!field.differs || field.oneWay !== undefined) return <span className={moved}>{shown}</span>;
  const name = fieldName(field.field, texts);
  return (
    <label className={styles.choice}>
      <input
        type="radio"
        className={styles.radio}
        name={field.field}
        checked={field.taken === side}
        aria-label={`${synchronize.choice(name)}: ${words.side[side]}, ${text}`}
        onChange={() => onChoose(field.field, side)}
      />
      <span className={moved}>{shown}</span>
    </label>
  );
}
