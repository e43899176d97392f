import { Button } from "@fluentui/react-components";
import { type ReactNode, useMemo, useState } from "react";
import { useTexts } from "../texts/use-texts.ts";
import { ConfirmButton } from "./confirm-button.tsx";
import { FailureBar } from "./failure-bar.tsx";
import { Modal } from "./modal.tsx";
import type { Begin } from "./preview.ts";
import { PreviewPanel } from "./preview-panel.tsx";
import { useBegin } from "./use-begin.ts";
import { useModal } from "./use-modal.ts";
import { usePreview } from "./use-preview.ts";

/** The same with and without doing it. It has to stay the same as long as it means the same. */
export type Beginning = (isPreview: boolean) => Begin;

interface Props {
  readonly title: string;
  readonly explain: string;
  readonly confirm: string;
  /** Undefined while something is missing yet. */
  readonly beginning: Beginning | undefined;
  /** `first`: nothing is done before somebody could see what; `asked`: where somebody wants to know. */
  readonly preview: "first" | "asked";
  readonly children?: ReactNode;
  readonly onClose: () => void;
}

/** What a job is to do, what exactly that will be, and the way to start it. */
export function BeginDialog(props: Props) {
  const { title, explain, confirm, beginning, preview: when, children, onClose } = props;
  const { errors, shell } = useTexts();
  const modal = useModal(onClose);
  const { isBusy, failure, run } = useBegin();
  const [previewed, setPreviewed] = useState<Beginning>();
  const shown = when === "first" ? beginning : previewed === beginning ? previewed : undefined;
  const preview = usePreview(useMemo(() => shown?.(true), [shown]));
  const isSeen = when === "asked" || preview.state === "ready";
  const start = async (): Promise<void> => {
    if (beginning === undefined) return;
    if ((await run(title, beginning(false))) === undefined) modal.close();
  };
  return (
    <Modal
      modal={modal}
      title={title}
      isBusy={isBusy}
      actions={
        <>
          <Button disabled={isBusy} onClick={modal.close}>
            {shell.cancel}
          </Button>
          {when === "asked" && (
            <Button
              disabled={beginning === undefined || shown !== undefined}
              onClick={() => setPreviewed(() => beginning)}
            >
              {errors.retry.preview}
            </Button>
          )}
          <ConfirmButton
            label={confirm}
            isEnabled={beginning !== undefined && isSeen}
            isBusy={isBusy}
            onConfirm={() => void start()}
          />
        </>
      }
    >
      <div>{explain}</div>
      {children}
      <PreviewPanel preview={preview} />
      <FailureBar failure={failure} />
    </Modal>
  );
}
