import { makeStyles, mergeClasses, tokens } from "@fluentui/react-components";
import { type Side, sides } from "../../../../lib/domain/side.ts";
import { fieldName } from "../controls/record/field-name.ts";
import { useFormat, useTexts } from "../texts/use-texts.ts";
import type { ComparedField } from "./comparison.ts";
import { FieldState } from "./field-state.tsx";
import { SideChoice } from "./side-choice.tsx";

const useStyles = makeStyles({
  scroller: { overflowX: "auto", flexShrink: 0 },
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
  taken: { backgroundColor: tokens.colorBrandBackground2 },
});

interface Props {
  readonly fields: readonly ComparedField[];
  readonly onChoose: (field: string, side: Side) => void;
}

/** Both sides field by field with what they last agreed on; where they differ, one is chosen. */
export function ComparisonTable({ fields, onChoose }: Props) {
  const styles = useStyles();
  const { synchronize, words } = useTexts();
  const titles = [
    synchronize.field,
    synchronize.base,
    ...sides.map((side) => words.side[side]),
    synchronize.result,
  ];
  return (
    <div className={styles.scroller} tabIndex={0} role="region" aria-label={synchronize.question}>
      <table className={styles.table}>
        <thead>
          <tr>
            {titles.map((title) => (
              <th key={title} className={mergeClasses(styles.cell, styles.head)}>
                {title}
              </th>
            ))}
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
  const { base, oneWay, result, taken } = field;
  return (
    <tr>
      <th scope="row" className={styles.cell}>
        {fieldName(field.field, texts)}
        <FieldState field={field} />
      </th>
      <td className={styles.cell}>{base === undefined ? "–" : format.value(base)}</td>
      {sides.map((side) => (
        <td key={side} className={mergeClasses(styles.cell, taken === side && styles.taken)}>
          <SideChoice field={field} side={side} onChoose={onChoose} />
        </td>
      ))}
      <td className={styles.cell}>
        {result !== undefined && format.value(result.value)}
        {result === undefined && (oneWay === undefined ? texts.synchronize.choose : "–")}
      </td>
    </tr>
  );
}
