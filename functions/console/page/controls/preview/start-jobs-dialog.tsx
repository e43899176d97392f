import { Button } from "@fluentui/react-components";
import { type ReactNode, useMemo, useState } from "react";
import { useTexts } from "../../texts/use-texts.ts";
import { ConfirmButton } from "../dialog/confirm-button.tsx";
import { Modal } from "../dialog/modal.tsx";
import { useModal } from "../dialog/use-modal.ts";
import { FailureBar } from "../failure/failure-bar.tsx";
import type { StartJobs } from "./preview.ts";
import { PreviewPanel } from "./preview-panel.tsx";
import { usePreview } from "./use-preview.ts";
import { useStartJobs } from "./use-start-jobs.ts";

/** The same with and without doing it. It has to stay the same as long as it means the same. */
export type StartOrPreview = (isPreview: boolean) => StartJobs;

interface Props {
  readonly title: string;
  readonly explain: string;
  readonly confirm: string;
  /** Undefined while something is missing yet. */
  readonly startOrPreview: StartOrPreview | undefined;
  /** `first`: nothing is done before somebody could see what; `onRequest`: where somebody wants to know. */
  readonly preview: "first" | "onRequest";
  readonly children?: ReactNode;
  readonly onClose: () => void;
}

/** What a job is to do, what exactly that will be, and the way to start it. */
export function StartJobsDialog(props: Props) {
  const { title, explain, confirm, startOrPreview, preview: when, children, onClose } = props;
  const { errors, shell } = useTexts();
  const modal = useModal(onClose);
  const { isBusy, failure, run } = useStartJobs();
  const [previewed, setPreviewed] = useState<StartOrPreview>();
  const shown =
    when === "first" ? startOrPreview : previewed === startOrPreview ? previewed : undefined;
  const preview = usePreview(useMemo(() => shown?.(true), [shown]));
  const isSeen = when === "onRequest" || preview.state === "ready";
  const start = async (): Promise<void> => {
    if (startOrPreview === undefined) return;
    if ((await run(title, startOrPreview(false))) === undefined) modal.close();
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
          {when === "onRequest" && (
            <Button
              disabled={startOrPreview === undefined || shown !== undefined}
              onClick={() => setPreviewed(() => startOrPreview)}
            >
              {errors.retry.preview}
            </Button>
          )}
          <ConfirmButton
            label={confirm}
            isEnabled={startOrPreview !== undefined && isSeen}
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
