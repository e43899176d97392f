import { makeStyles } from "@fluentui/react-components";
import type { Bulk } from "../../api/shapes.ts";
import { useTexts } from "../../texts/use-texts.ts";

const useStyles = makeStyles({
  list: { margin: "4px 0 0", paddingLeft: "20px", maxHeight: "180px", overflowY: "auto" },
});

/** What a bulk action did not take, by reason; nothing when it took all. */
export function LeftOutList({
  bulk: { leftOut, leftOutCount, notStarted },
}: {
  readonly bulk: Pick<Bulk, "leftOut" | "leftOutCount" | "notStarted">;
}) {
  const styles = useStyles();
  const { errors, words } = useTexts();
  if (leftOutCount === 0 && notStarted.length === 0) return null;
  const reasons = new Set(leftOut.map(({ reason }) => reason));
  return (
    <details open>
      <summary>{errors.preview.leftOut(leftOutCount)}</summary>
      <ul className={styles.list} tabIndex={0} aria-label={errors.preview.leftOut(leftOutCount)}>
        {[...reasons].map((reason) => (
          <li key={reason}>
            {errors.preview.because(
              leftOut.filter((each) => each.reason === reason).length,
              reason,
            )}
          </li>
        ))}
        {notStarted.map(({ mapping, reason }) => (
          <li key={mapping}>
            {words.mapping[mapping] ?? mapping}: {reason}
          </li>
        ))}
      </ul>
    </details>
  );
}
