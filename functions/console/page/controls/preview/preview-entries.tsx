import { makeStyles, tokens } from "@fluentui/react-components";
import type { LogEntry } from "../../api/shapes.ts";
import { useTexts } from "../../texts/use-texts.ts";
import { ChangeList } from "../record/change-list.tsx";
import type { Preview } from "./preview.ts";

const useStyles = makeStyles({
  scroller: { overflow: "auto", maxHeight: "300px", marginTop: "4px" },
  table: { borderCollapse: "collapse", width: "100%", fontSize: tokens.fontSizeBase200 },
  cell: {
    textAlign: "left",
    verticalAlign: "top",
    padding: "4px 8px 4px 0",
    borderBottom: `1px solid ${tokens.colorNeutralStroke3}`,
    fontWeight: tokens.fontWeightRegular,
    overflowWrap: "anywhere",
  },
  head: { color: tokens.colorNeutralForeground2 },
});

interface Props {
  readonly preview: Preview;
  readonly isOpen: boolean;
}

/** The preview record by record, with the values before and after. */
export function PreviewEntries({ preview: { entries, hasMore }, isOpen }: Props) {
  const styles = useStyles();
  const { errors, words } = useTexts();
  if (entries.length === 0) return null;
  return (
    <details open={isOpen}>
      <summary>{errors.preview.which}</summary>
      {/* Reached with the keys, so that it can be scrolled without a mouse. */}
      <div className={styles.scroller} tabIndex={0} role="region" aria-label={errors.preview.which}>
        <table className={styles.table}>
          <thead>
            <tr className={styles.head}>
              <th className={styles.cell}>{errors.preview.record}</th>
              <th className={styles.cell}>{errors.preview.app}</th>
              <th className={styles.cell}>{errors.preview.what}</th>
            </tr>
          </thead>
          <tbody>
            {entries.map((entry, index) => (
              <tr key={`${entry.jobId} ${index}`}>
                <th scope="row" className={styles.cell}>
                  {entry.title ?? idOf(entry)}
                </th>
                <td className={styles.cell}>{words.side[entry.side]}</td>
                <td className={styles.cell}>
                  {words.outcome[entry.outcome]}
                  {entry.message !== undefined && `: ${entry.message}`}
                  <ChangeList changes={entry.changes ?? []} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {hasMore && <p>{errors.preview.some(entries.length)}</p>}
    </details>
  );
}

const idOf = ({ businessCentralId, dataverseId }: LogEntry): string =>
  businessCentralId ?? dataverseId ?? "–";
