import { makeStyles, mergeClasses, tokens } from "@fluentui/react-components";
import type { FieldComparison } from "../api/shapes.ts";
import { fieldName } from "../controls/record/field-name.ts";
import { useFormat, useTexts } from "../texts/use-texts.ts";

const useStyles = makeStyles({
  scroller: { overflowX: "auto" },
  table: { borderCollapse: "collapse", width: "100%", fontSize: tokens.fontSizeBase200 },
  cell: {
    textAlign: "left",
    verticalAlign: "top",
    padding: "4px 6px",
    borderBottom: `1px solid ${tokens.colorNeutralStroke3}`,
    overflowWrap: "anywhere",
    minWidth: "60px",
    fontWeight: tokens.fontWeightRegular,
  },
  head: { color: tokens.colorNeutralForeground2 },
  conflict: { fontWeight: tokens.fontWeightSemibold, color: tokens.colorPaletteRedForeground1 },
});

/** The fields that differ, as both sides had them at the last attempt. */
export function FieldsTable({ fields }: { readonly fields: readonly FieldComparison[] }) {
  const styles = useStyles();
  const texts = useTexts();
  const format = useFormat();
  const { words, synchronize } = texts;
  const differing = fields.filter((each) => each.businessCentral !== each.dataverse);
  const shown = differing.length > 0 ? differing : fields;
  const head = mergeClasses(styles.cell, styles.head);
  return (
    <div className={styles.scroller}>
      <table className={styles.table}>
        <thead>
          <tr>
            <th className={head}>{synchronize.field}</th>
            <th className={head}>{synchronize.base}</th>
            <th className={head}>{words.side.businessCentral}</th>
            <th className={head}>{words.side.dataverse}</th>
          </tr>
        </thead>
        <tbody>
          {shown.map(({ field, base, businessCentral, dataverse, conflict }) => {
            const cell = mergeClasses(styles.cell, conflict && styles.conflict);
            return (
              <tr key={field}>
                <th scope="row" className={styles.cell}>
                  {fieldName(field, texts)}
                </th>
                <td className={styles.cell}>{base === undefined ? "–" : format.value(base)}</td>
                <td className={cell}>{format.value(businessCentral)}</td>
                <td className={cell}>{format.value(dataverse)}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}
