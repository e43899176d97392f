import { makeStyles, mergeClasses, tokens } from "@fluentui/react-components";
import { type ReactNode, useId } from "react";
import { narrowQuery } from "../../context/use-width.ts";
import type { ModalState } from "./use-modal.ts";

const useStyles = makeStyles({
  dialog: {
    width: "min(600px, calc(100vw - 32px))",
    maxWidth: "none",
    maxHeight: "calc(100vh - 32px)",
    padding: 0,
    border: `1px solid ${tokens.colorTransparentStroke}`,
    borderRadius: tokens.borderRadiusXLarge,
    boxShadow: tokens.shadow64,
    color: tokens.colorNeutralForeground1,
    backgroundColor: tokens.colorNeutralBackground1,
    "::backdrop": { backgroundColor: "rgba(0, 0, 0, 0.4)" },
    [narrowQuery]: {
      width: "100vw",
      height: "100dvh",
      maxHeight: "none",
      margin: 0,
      borderRadius: 0,
    },
  },
  wide: { width: "min(960px, calc(100vw - 32px))", [narrowQuery]: { width: "100vw" } },
  // Flex on the dialog itself would show it while it is closed.
  body: {
    display: "flex",
    flexDirection: "column",
    maxHeight: "calc(100vh - 34px)",
    [narrowQuery]: { maxHeight: "none", height: "100%" },
  },
  title: {
    margin: 0,
    padding: "20px 24px 8px",
    fontSize: tokens.fontSizeBase500,
    lineHeight: tokens.lineHeightBase500,
    fontWeight: tokens.fontWeightSemibold,
    overflowWrap: "anywhere",
    [narrowQuery]: { padding: "12px 16px 8px" },
  },
  content: {
    display: "flex",
    flexDirection: "column",
    gap: "12px",
    flexGrow: 1,
    overflowY: "auto",
    padding: "4px 24px",
    ":focus-visible": { outline: `2px solid ${tokens.colorStrokeFocus2}`, outlineOffset: "-2px" },
    [narrowQuery]: { padding: "4px 16px" },
  },
  actions: {
    display: "flex",
    flexWrap: "wrap",
    justifyContent: "flex-end",
    gap: "8px",
    padding: "16px 24px 20px",
    [narrowQuery]: { padding: "12px 16px" },
  },
});

interface Props {
  readonly modal: ModalState;
  readonly title: string;
  readonly children: ReactNode;
  /** The buttons; the one that confirms comes last. */
  readonly actions: ReactNode;
  /** For comparisons. */
  readonly isWide?: boolean | undefined;
  /** Something is under way that closing would hide. */
  readonly isBusy?: boolean | undefined;
}

/**
 * The browser's own dialog: it keeps the focus, hides what is behind it from readers of the screen and
 * closes with Escape. A click beside it does nothing: what was chosen would be lost by a slip.
 */
export function Modal({ modal, title, children, actions, isWide, isBusy }: Props) {
  const styles = useStyles();
  const titleId = useId();
  return (
    <dialog
      ref={modal.element}
      className={mergeClasses(styles.dialog, isWide === true && styles.wide)}
      aria-labelledby={titleId}
      onCancel={(event) => {
        event.preventDefault();
        if (isBusy !== true) modal.close();
      }}
    >
      <div className={styles.body}>
        <h2 className={styles.title} id={titleId}>
          {title}
        </h2>
        <div className={styles.content} tabIndex={-1}>
          {children}
        </div>
        <div className={styles.actions}>{actions}</div>
      </div>
    </dialog>
  );
}
