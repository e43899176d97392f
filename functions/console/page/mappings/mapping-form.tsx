import { Checkbox, Field, Input, makeStyles, tokens } from "@fluentui/react-components";
import type { ReactNode } from "react";
import {
  DeleteConflict,
  type TableMapping,
  UpdateConflict,
} from "../../../../lib/domain/mapping/mapping.ts";
import { directions, sides } from "../../../../lib/domain/side.ts";
import { ChoiceField, optionsOf } from "../controls/filter/choice.tsx";
import { useTexts } from "../texts/use-texts.ts";
import { FieldsForm } from "./fields-form.tsx";
import { FilterForm } from "./filter-form.tsx";
import { JsonForm } from "./json-form.tsx";

const useStyles = makeStyles({
  tab: {
    borderBottom: `1px solid ${tokens.colorNeutralStroke2}`,
    paddingBottom: "10px",
  },
  title: {
    cursor: "pointer",
    fontSize: tokens.fontSizeBase400,
    fontWeight: tokens.fontWeightSemibold,
    padding: "4px 0 8px",
  },
  fields: {
    display: "grid",
    gridTemplateColumns: "repeat(auto-fit, minmax(200px, 1fr))",
    gap: "10px 20px",
    alignItems: "end",
  },
});

interface Props {
  readonly draft: TableMapping;
  readonly onChange: (draft: TableMapping) => void;
  readonly onJsonBroken: (isBroken: boolean) => void;
}

/** FastTabs as on a card of Business Central. */
export function MappingForm({ draft, onChange, onJsonBroken }: Props) {
  const { mappings } = useTexts();
  const { edit } = mappings;
  return (
    <>
      <FastTab title={edit.general} isOpen>
        <General draft={draft} onChange={onChange} />
      </FastTab>
      <FastTab title={edit.fields}>
        <FieldsForm
          fields={draft.fields}
          onChange={(fields) => onChange({ ...draft, fields: [...fields] })}
        />
      </FastTab>
      <FastTab title={edit.filters}>
        {sides.map((side) => (
          <FilterForm
            key={side}
            side={side}
            conditions={draft[side].filter}
            onChange={(filter) =>
              onChange({ ...draft, [side]: { ...draft[side], filter: [...filter] } })
            }
          />
        ))}
      </FastTab>
      <FastTab title={edit.json}>
        <JsonForm draft={draft} onChange={onChange} onBroken={onJsonBroken} />
      </FastTab>
    </>
  );
}

interface FastTabProps {
  readonly title: string;
  readonly isOpen?: boolean;
  readonly children: ReactNode;
}

function FastTab({ title, isOpen = false, children }: FastTabProps) {
  const styles = useStyles();
  return (
    <details className={styles.tab} open={isOpen}>
      <summary className={styles.title}>{title}</summary>
      {children}
    </details>
  );
}

const merges = ["field", "record"] as const;

function General({ draft, onChange }: Pick<Props, "draft" | "onChange">) {
  const styles = useStyles();
  const { mappings, words } = useTexts();
  const { edit } = mappings;
  const change = (more: Partial<TableMapping>): void => onChange({ ...draft, ...more });
  return (
    <div className={styles.fields}>
      <ChoiceField
        label={edit.direction}
        value={draft.direction}
        options={optionsOf(directions, words.direction)}
        onChange={(direction) => change({ direction })}
      />
      <ChoiceField
        label={edit.updateConflict}
        value={draft.updateConflict}
        options={optionsOf(UpdateConflict.options, mappings.updateConflict)}
        onChange={(updateConflict) => change({ updateConflict })}
      />
      <ChoiceField
        label={edit.deleteConflict}
        value={draft.deleteConflict}
        options={optionsOf(DeleteConflict.options, mappings.deleteConflict)}
        onChange={(deleteConflict) => change({ deleteConflict })}
      />
      <ChoiceField
        label={edit.merge}
        value={draft.merge}
        options={optionsOf(merges, mappings.merge)}
        onChange={(merge) => change({ merge })}
      />
      <Field label={edit.parkAfter}>
        <Input
          type="number"
          min={1}
          max={100}
          value={Number.isNaN(draft.parkAfter) ? "" : String(draft.parkAfter)}
          onChange={(_, { value }) => change({ parkAfter: Number.parseInt(value, 10) })}
        />
      </Field>
      <div>
        <Checkbox
          label={edit.enabled}
          checked={draft.enabled}
          onChange={(_, { checked }) => change({ enabled: checked === true })}
        />
        <Checkbox
          label={edit.onlyCoupled}
          checked={draft.onlyCoupled}
          onChange={(_, { checked }) => change({ onlyCoupled: checked === true })}
        />
      </div>
    </div>
  );
}
