import { makeStyles, mergeClasses, tokens } from "@fluentui/react-components";
import { type FieldMapping, UpdateConflict } from "../../../../lib/domain/mapping/mapping.ts";
import { directions } from "../../../../lib/domain/side.ts";
import { Choice, optionsOf } from "../controls/filter/choice.tsx";
import { fieldName } from "../controls/record/field-name.ts";
import { useTexts } from "../texts/use-texts.ts";

const useStyles = makeStyles({
  scroller: { overflowX: "auto" },
  table: { borderCollapse: "collapse", width: "100%", minWidth: "720px" },
  cell: {
    textAlign: "left",
    padding: "4px 6px",
    fontWeight: tokens.fontWeightRegular,
    overflowWrap: "anywhere",
    borderBottom: `1px solid ${tokens.colorNeutralStroke3}`,
  },
  head: { color: tokens.colorNeutralForeground2, fontSize: tokens.fontSizeBase200 },
  box: { width: "16px", height: "16px", accentColor: tokens.colorBrandBackground },
});

interface Props {
  readonly fields: readonly FieldMapping[];
  readonly onChange: (fields: readonly FieldMapping[]) => void;
}

/** Which way each field goes, and who wins it. */
export function FieldsForm({ fields, onChange }: Props) {
  const styles = useStyles();
  const { mappings, words } = useTexts();
  const { edit } = mappings;
  const head = mergeClasses(styles.cell, styles.head);
  return (
    <div className={styles.scroller} tabIndex={0} role="region" aria-label={edit.fields}>
      <table className={styles.table}>
        <thead>
          <tr>
            <th className={head}>{edit.enabled}</th>
            <th className={head}>{edit.field}</th>
            <th className={head}>{words.side.businessCentral}</th>
            <th className={head}>{words.side.dataverse}</th>
            <th className={head}>{edit.direction}</th>
            <th className={head}>{edit.updateConflict}</th>
          </tr>
        </thead>
        <tbody>
          {fields.map((field, index) => (
            <FieldRow
              key={field.name}
              field={field}
              onChange={(changed) => onChange(fields.with(index, changed))}
            />
          ))}
        </tbody>
      </table>
    </div>
  );
}

interface RowProps {
  readonly field: FieldMapping;
  readonly onChange: (field: FieldMapping) => void;
}

const conflicts = ["", ...UpdateConflict.options] as const;

function FieldRow({ field, onChange }: RowProps) {
  const styles = useStyles();
  const texts = useTexts();
  const { mappings, words } = texts;
  const { edit } = mappings;
  const name = fieldName(field.name, texts);
  const columns = columnsOf(field);
  return (
    <tr>
      <td className={styles.cell}>
        <input
          type="checkbox"
          className={styles.box}
          aria-label={`${edit.enabled}: ${name}`}
          checked={field.enabled}
          onChange={({ target }) => onChange({ ...field, enabled: target.checked })}
        />
      </td>
      <th scope="row" className={styles.cell}>
        {name}
      </th>
      <td className={styles.cell}>{columns.businessCentral}</td>
      <td className={styles.cell}>{columns.dataverse}</td>
      <td className={styles.cell}>
        <Choice
          label={`${edit.direction}: ${name}`}
          value={field.direction}
          options={optionsOf(directions, words.direction)}
          onChange={(direction) => onChange({ ...field, direction })}
        />
      </td>
      <td className={styles.cell}>
        <Choice
          label={`${edit.updateConflict}: ${name}`}
          value={field.updateConflict ?? ""}
          options={optionsOf(conflicts, { "": edit.asMapping, ...mappings.updateConflict })}
          onChange={(conflict) => onChange(withConflict(field, conflict))}
        />
      </td>
    </tr>
  );
}

function withConflict(field: FieldMapping, conflict: (typeof conflicts)[number]): FieldMapping {
  if (conflict !== "") return { ...field, updateConflict: conflict };
  const { updateConflict: _, ...rest } = field;
  return rest;
}

type Columns = Readonly<Record<"businessCentral" | "dataverse", string>>;

function columnsOf(field: FieldMapping): Columns {
  if (field.kind === "constant") {
    return { businessCentral: "–", dataverse: "–", [field.side]: field.column };
  }
  return { businessCentral: named(field.businessCentral), dataverse: named(field.dataverse) };
}

const named = (
  place: { readonly column: string } | { readonly columns: readonly string[] },
): string => ("column" in place ? place.column : place.columns.join(" + "));
