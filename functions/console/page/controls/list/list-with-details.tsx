import { Button, makeStyles, tokens } from "@fluentui/react-components";
import { InfoRegular } from "@fluentui/react-icons";
import type { ReactNode } from "react";
import { useWidth } from "../../context/use-width.ts";
import { useTexts } from "../../texts/use-texts.ts";
import { Modal } from "../dialog/modal.tsx";
import { useModal } from "../dialog/use-modal.ts";

const useStyles = makeStyles({
  root: { display: "flex", flexGrow: 1, minHeight: "240px" },
  list: { display: "flex", flexDirection: "column", flexGrow: 1, minWidth: 0 },
  pane: {
    width: "296px",
    flexShrink: 0,
    overflowY: "auto",
    padding: "12px 16px",
    borderLeft: `1px solid ${tokens.colorNeutralStroke2}`,
    borderTop: `1px solid ${tokens.colorNeutralStroke2}`,
    backgroundColor: tokens.colorNeutralBackground2,
  },
  open: { alignSelf: "flex-end", margin: "0 12px 6px", flexShrink: 0 },
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
  readonly onOpen: () => void;
  readonly onClose: () => void;
}

/** A list with the details of its row beside it, as the FactBox of Business Central. */
export function ListWithDetails(props: Props) {
  const { label, children, details, hint, isOpen, onOpen, onClose } = props;
  const styles = useStyles();
  const { shell } = useTexts();
  const isWide = useWidth() === "wide";
  return (
    <div className={styles.root}>
      <div className={styles.list}>
        {children}
        {/* A telephone has no Enter, and nobody expects a double tap. */}
        {!isWide && details !== undefined && (
          <Button className={styles.open} icon={<InfoRegular />} onClick={onOpen}>
            {shell.details}
          </Button>
        )}
      </div>
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
