import { makeStyles, mergeClasses, tokens } from "@fluentui/react-components";
import { type Side, sides } from "../../../../lib/domain/side.ts";
import { fieldName } from "../controls/field-name.ts";
import { useFormat, useTexts } from "../texts/use-texts.ts";
import type { ComparedField } from "./comparison.ts";

const useStyles = makeStyles({
  scroller: { overflowX: "auto" },
  table: { borderCollapse: "collapse", width: "100%" },
  cell: {
    textAlign: "left",
    verticalAlign: "top",
    padding: "6px 8px",
    minWidth: "90px",
    fontWeight: tokens.fontWeightRegular,
    overflowWrap: "anywhere",
    borderBottom: `1px solid ${tokens.colorNeutralStroke3}`,
  },
  head: { color: tokens.colorNeutralForeground2, fontSize: tokens.fontSizeBase200 },
  note: {
    display: "block",
    fontSize: tokens.fontSizeBase200,
    color: tokens.colorNeutralForeground2,
  },
  conflict: { color: tokens.colorPaletteRedForeground1 },
  moved: { fontWeight: tokens.fontWeightSemibold },
  taken: { backgroundColor: tokens.colorBrandBackground2 },
  choice: { display: "flex", gap: "6px", alignItems: "flex-start", cursor: "pointer" },
  radio: { margin: "3px 0 0", accentColor: tokens.colorBrandBackground },
});

interface Props {
  readonly fields: readonly ComparedField[];
  readonly onChoose: (field: string, side: Side) => void;
}

/** Both sides field by field with what they last agreed on; where they differ, one is chosen. */
export function ComparisonTable({ fields, onChoose }: Props) {
  const styles = useStyles();
  const { synchronize, words } = useTexts();
  const head = mergeClasses(styles.cell, styles.head);
  return (
    <div className={styles.scroller} tabIndex={0} role="region" aria-label={synchronize.question}>
      <table className={styles.table}>
        <thead>
          <tr>
            <th className={head}>{synchronize.field}</th>
            <th className={head}>{synchronize.base}</th>
            {sides.map((side) => (
              <th key={side} className={head}>
                {words.side[side]}
              </th>
            ))}
            <th className={head}>{synchronize.result}</th>
          </tr>
        </thead>
        <tbody>
          {fields.map((field) => (
            <FieldRow key={field.field} field={field} onChoose={onChoose} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

interface RowProps {
  readonly field: ComparedField;
  readonly onChoose: Props["onChoose"];
}

function FieldRow({ field, onChoose }: RowProps) {
  const styles = useStyles();
  const texts = useTexts();
  const format = useFormat();
  const { synchronize } = texts;
  const { base, conflict, differs, oneWay, result } = field;
  const state = conflict ? synchronize.conflict : differs ? synchronize.changed : undefined;
  return (
    <tr>
      <th scope="row" className={styles.cell}>
        {fieldName(field.field, texts)}
        {oneWay !== undefined && (
          <span className={styles.note}>{texts.words.direction[oneWay]}</span>
        )}
        {state !== undefined && (
          <span className={mergeClasses(styles.note, conflict && styles.conflict)}>{state}</span>
        )}
      </th>
      <td className={styles.cell}>{base === undefined ? "–" : format.value(base)}</td>
      {sides.map((side) => (
        <SideCell key={side} field={field} side={side} onChoose={onChoose} />
      ))}
      <td className={styles.cell}>
        {result !== undefined && format.value(result.value)}
        {result === undefined && (oneWay === undefined ? synchronize.choose : "–")}
      </td>
    </tr>
  );
}

function SideCell({ field, side, onChoose }: RowProps & { readonly side: Side }) {
  const styles = useStyles();
  const texts = useTexts();
  const format = useFormat();
  const { synchronize, words } = texts;
  const value = field[side];
  const text = value === null ? words.blank : format.value(value);
  const moved = mergeClasses(field.movedOn.includes(side) && styles.moved);
  if (!field.differs || field.oneWay !== undefined) {
    return (
      <td className={styles.cell}>
        <span className={moved}>{format.value(value)}</span>
      </td>
    );
  }
  const name = fieldName(field.field, texts);
  return (
    <td className={mergeClasses(styles.cell, field.taken === side && styles.taken)}>
      <label className={styles.choice}>
        <input
          type="radio"
          className={styles.radio}
          name={field.field}
          checked={field.taken === side}
          aria-label={`${synchronize.choice(name)}: ${words.side[side]}, ${text}`}
          onChange={() => onChoose(field.field, side)}
        />
        <span className={moved}>{text}</span>
      </label>
    </td>
  );
}
