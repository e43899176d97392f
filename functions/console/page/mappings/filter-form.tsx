import { Button, Field, Input, makeStyles, Text } from "@fluentui/react-components";
import { AddRegular, DismissRegular } from "@fluentui/react-icons";
import { useEffect, useState } from "react";
import { Condition } from "../../../../lib/domain/mapping/mapping.ts";
import type { Side } from "../../../../lib/domain/side.ts";
import { ChoiceField, optionsOf } from "../controls/filter/choice.tsx";
import { useTexts } from "../texts/use-texts.ts";
import { takesNoValue, textOfValue, valueOfText } from "./condition-text.ts";

const useStyles = makeStyles({
  root: { display: "flex", flexDirection: "column", gap: "6px", marginBottom: "12px" },
  row: {
    display: "flex",
    flexWrap: "wrap",
    gap: "8px",
    alignItems: "end",
    margin: 0,
    padding: 0,
    border: "none",
  },
  wide: { flexGrow: 1 },
});

interface Props {
  readonly side: Side;
  readonly conditions: readonly Condition[];
  readonly onChange: (conditions: readonly Condition[]) => void;
}

/** Which records of one side take part: those that meet all conditions. */
export function FilterForm({ side, conditions, onChange }: Props) {
  const styles = useStyles();
  const { mappings, words } = useTexts();
  const { edit, details } = mappings;
  return (
    <div className={styles.root}>
      <Text weight="semibold">{words.side[side]}</Text>
      {conditions.length === 0 && <Text>{details.noFilter}</Text>}
      {conditions.map((condition, index) => (
        <ConditionRow
          key={index}
          name={edit.condition(index + 1, words.side[side])}
          condition={condition}
          onChange={(changed) => onChange(conditions.with(index, changed))}
          onRemove={() => onChange(conditions.toSpliced(index, 1))}
        />
      ))}
      {conditions.length > 0 && <Text size={200}>{edit.valueHint}</Text>}
      <div>
        <Button
          size="small"
          icon={<AddRegular />}
          aria-label={`${edit.add}: ${words.side[side]}`}
          onClick={() => onChange([...conditions, { column: "", is: "equal", value: "" }])}
        >
          {edit.add}
        </Button>
      </div>
    </div>
  );
}

interface RowProps {
  readonly name: string;
  readonly condition: Condition;
  readonly onChange: (condition: Condition) => void;
  readonly onRemove: () => void;
}

const kinds = Condition.shape.is.options;

function ConditionRow({ name, condition, onChange, onRemove }: RowProps) {
  const styles = useStyles();
  const { mappings } = useTexts();
  const { edit } = mappings;
  const { column, is, value } = condition;
  return (
    <fieldset className={styles.row} aria-label={name}>
      <Field label={edit.column} className={styles.wide}>
        <Input
          value={column}
          onChange={(_, data) => onChange({ ...condition, column: data.value })}
        />
      </Field>
      <ChoiceField
        label={edit.is}
        value={is}
        options={optionsOf(kinds, edit.conditions)}
        onChange={(next) => onChange(conditionOf(column, next, textOfValue(value)))}
      />
      {!takesNoValue(is) && (
        <ValueField
          label={edit.value}
          condition={condition}
          onChange={(text) => onChange(conditionOf(column, is, text))}
        />
      )}
      <Button
        appearance="subtle"
        icon={<DismissRegular />}
        aria-label={`${edit.remove}: ${name}`}
        onClick={onRemove}
      />
    </fieldset>
  );
}

function conditionOf(column: string, is: Condition["is"], text: string): Condition {
  const value = valueOfText(is, text);
  return value === undefined ? { column, is } : { column, is, value };
}

interface ValueProps {
  readonly label: string;
  readonly condition: Condition;
  readonly onChange: (text: string) => void;
}

/** What is typed stays as it is typed as long as it means what the condition says. */
function ValueField({ label, condition: { is, value }, onChange }: ValueProps) {
  const styles = useStyles();
  const [text, setText] = useState(textOfValue(value));
  const means = JSON.stringify(value);
  useEffect(() => {
    setText((before) =>
      JSON.stringify(valueOfText(is, before)) === means ? before : textOfValue(value),
    );
    // `means` stands for the value, which is another object after each change.
  }, [is, means, value]);
  return (
    <Field label={label} className={styles.wide}>
      <Input
        value={text}
        onChange={(_, data) => {
          setText(data.value);
          onChange(data.value);
        }}
      />
    </Field>
  );
}
