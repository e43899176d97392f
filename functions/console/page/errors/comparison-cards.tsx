import { makeStyles, mergeClasses, tokens } from "@fluentui/react-components";
import { type Side, sides } from "../../../../lib/domain/side.ts";
import { fieldName } from "../controls/record/field-name.ts";
import { useFormat, useTexts } from "../texts/use-texts.ts";
import type { ComparedField } from "./comparison.ts";
import { FieldState } from "./field-state.tsx";
import { SideChoice } from "./side-choice.tsx";

const useStyles = makeStyles({
  field: {
    display: "flex",
    flexDirection: "column",
    gap: "4px",
    margin: 0,
    padding: "8px 0",
    border: "none",
    borderBottom: `1px solid ${tokens.colorNeutralStroke3}`,
    minWidth: 0,
    overflowWrap: "anywhere",
  },
  name: { padding: 0, fontWeight: tokens.fontWeightSemibold },
  side: { padding: "4px" },
  taken: { backgroundColor: tokens.colorBrandBackground2 },
  quiet: { color: tokens.colorNeutralForeground2 },
});

interface Props {
  readonly fields: readonly ComparedField[];
  readonly onChoose: (field: string, side: Side) => void;
}

/** The comparison on a telephone: field after field, each with both sides below one another. */
export function ComparisonCards({ fields, onChoose }: Props) {
  return fields.map((field) => <FieldCard key={field.field} field={field} onChoose={onChoose} />);
}

function FieldCard({
  field,
  onChoose,
}: Pick<Props, "onChoose"> & { readonly field: ComparedField }) {
  const styles = useStyles();
  const texts = useTexts();
  const format = useFormat();
  const { synchronize } = texts;
  const { base, oneWay, result } = field;
  return (
    <fieldset className={styles.field}>
      <legend className={styles.name}>{fieldName(field.field, texts)}</legend>
      <FieldState field={field} />
      {base !== undefined && (
        <span className={styles.quiet}>
          {synchronize.base}: {base === null ? texts.words.blank : format.value(base)}
        </span>
      )}
      {sides.map((side) => (
        <div key={side} className={mergeClasses(styles.side, field.taken === side && styles.taken)}>
          <SideChoice field={field} side={side} onChoose={onChoose} isNamed />
        </div>
      ))}
      {result === undefined && oneWay === undefined && <span>{synchronize.choose}</span>}
      {result !== undefined && (
        <span>
          {synchronize.result}:{" "}
          {result.value === null ? texts.words.blank : format.value(result.value)}
        </span>
      )}
    </fieldset>
  );
}
