import { makeStyles, Radio, RadioGroup, Spinner, Switch, Text } from "@fluentui/react-components";
import { useState } from "react";
import { type Side, sides } from "../../../../lib/domain/side.ts";
import { useWidth } from "../context/use-width.ts";
import { useTexts } from "../texts/use-texts.ts";
import { type ComparedField, type DataChoice, openChoices } from "./comparison.ts";
import { ComparisonCards } from "./comparison-cards.tsx";
import { ComparisonTable } from "./comparison-table.tsx";

const useStyles = makeStyles({
  root: { display: "flex", flexDirection: "column", gap: "8px" },
});

interface Props {
  /** How many records; undefined when it is everything that matches. */
  readonly count: number | undefined;
  /** Empty where there is no comparison to show; undefined while it is not known yet. */
  readonly fields: readonly ComparedField[] | undefined;
  readonly choice: DataChoice;
  readonly onUse: (use: DataChoice["use"]) => void;
  readonly onChoose: (field: string, side: Side) => void;
}

const uses = [...sides, "merge"] as const;

export function SynchronizeChoice({ count, fields, choice, onUse, onChoose }: Props) {
  const styles = useStyles();
  const { shell, synchronize } = useTexts();
  return (
    <div className={styles.root}>
      {count !== undefined && count > 1 && <Text>{synchronize.several(count)}</Text>}
      <RadioGroup
        aria-label={synchronize.question}
        value={choice.use}
        onChange={(_, { value }) => {
          const use = uses.find((each) => each === value);
          if (use !== undefined) onUse(use);
        }}
      >
        {uses.map((use) => (
          <Radio key={use} value={use} label={synchronize.use[use]} />
        ))}
      </RadioGroup>
      {fields === undefined ? (
        <Spinner size="tiny" label={shell.loading} />
      ) : (
        <FieldChoice fields={fields} onChoose={onChoose} />
      )}
    </div>
  );
}

type FieldChoiceProps = Pick<Props, "onChoose"> & { readonly fields: readonly ComparedField[] };

function FieldChoice({ fields, onChoose }: FieldChoiceProps) {
  const { synchronize } = useTexts();
  const Comparison = useWidth() === "narrow" ? ComparisonCards : ComparisonTable;
  const [showsAll, setShowsAll] = useState(false);
  if (fields.length === 0) return <Text>{synchronize.noComparison}</Text>;
  const shown = showsAll ? fields : fields.filter(({ differs }) => differs);
  const open = openChoices(fields);
  return (
    <>
      <Switch
        label={synchronize.showAll}
        checked={showsAll}
        onChange={(_, { checked }) => setShowsAll(checked)}
      />
      <Comparison fields={shown} onChoose={onChoose} />
      <div role="status">
        {open > 0 && <Text weight="semibold">{synchronize.openChoices(open)}</Text>}
      </div>
    </>
  );
}
