import { Button, makeStyles, tokens } from "@fluentui/react-components";
import type { ReactNode } from "react";
import { useWidth } from "../shell/use-width.ts";
import { useTexts } from "../texts/use-texts.ts";
import { Modal } from "./modal.tsx";
import { useModal } from "./use-modal.ts";

const useStyles = makeStyles({
  root: { display: "flex", flexGrow: 1, minHeight: "240px" },
  list: { display: "flex", flexDirection: "column", flexGrow: 1, minWidth: 0 },
  pane: {
    width: "340px",
    flexShrink: 0,
    overflowY: "auto",
    padding: "12px 16px",
    borderLeft: `1px solid ${tokens.colorNeutralStroke2}`,
    borderTop: `1px solid ${tokens.colorNeutralStroke2}`,
    backgroundColor: tokens.colorNeutralBackground2,
  },
  hint: { color: tokens.colorNeutralForeground2 },
});

interface Props {
  readonly label: string;
  /** The list. */
  readonly children: ReactNode;
  /** Of the row that is looked at; undefined when there is none. */
  readonly details: ReactNode | undefined;
  /** Shown instead of details. */
  readonly hint: string;
  /** Where there is no room beside the list, details are a dialog that somebody opens. */
  readonly isOpen: boolean;
  readonly onClose: () => void;
}

/** A list with the details of its row beside it, as the FactBox of Business Central. */
export function ListWithDetails({ label, children, details, hint, isOpen, onClose }: Props) {
  const styles = useStyles();
  const isWide = useWidth() === "wide";
  return (
    <div className={styles.root}>
      <div className={styles.list}>{children}</div>
      {isWide && (
        <aside className={styles.pane} aria-label={label} tabIndex={0}>
          {details ?? <p className={styles.hint}>{hint}</p>}
        </aside>
      )}
      {!isWide && isOpen && details !== undefined && (
        <DetailsDialog label={label} onClose={onClose}>
          {details}
        </DetailsDialog>
      )}
    </div>
  );
}

type DetailsDialogProps = Pick<Props, "label" | "children" | "onClose">;

function DetailsDialog({ label, children, onClose }: DetailsDialogProps) {
  const { shell } = useTexts();
  const modal = useModal(onClose);
  return (
    <Modal
      modal={modal}
      title={label}
      actions={<Button onClick={modal.close}>{shell.close}</Button>}
    >
      {children}
    </Modal>
  );
}
