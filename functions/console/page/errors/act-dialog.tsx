import { Button } from "@fluentui/react-components";
import type { ErrorAct } from "../api/error-calls.ts";
import { ConfirmButton } from "../controls/confirm-button.tsx";
import { FailureBar } from "../controls/failure-bar.tsx";
import { Modal } from "../controls/modal.tsx";
import { PreviewPanel } from "../controls/preview-panel.tsx";
import { useModal } from "../controls/use-modal.ts";
import { useTexts } from "../texts/use-texts.ts";
import type { Chosen } from "./chosen.ts";
import { useAct } from "./use-act.ts";
import { useActPreview } from "./use-act-preview.ts";

interface Props {
  readonly act: ErrorAct;
  readonly chosen: Chosen;
  readonly onClose: () => void;
  /** The list shows old news. */
  readonly onChanged: () => void;
}

/** So few are named at once. */
const fewRecords = 5;

/** Shows what exactly an action will do, and does it when somebody confirms. */
export function ActDialog({ act, chosen, onClose, onChanged }: Props) {
  const { errors, shell, words } = useTexts();
  const modal = useModal(onClose);
  const isFew = chosen.kind === "items" && chosen.items.length <= fewRecords;
  const preview = useActPreview(act, chosen);
  const { isBusy, failure, run } = useAct({ chosen, onDone: modal.close, onChanged });
  const isReady = preview.state === "ready" && (preview.preview.begun.taken ?? 0) > 0;
  // Refused since it is not as it was shown: only unreachable may be tried again as it is.
  const canConfirm = isReady && failure?.kind !== "problem";
  return (
    <Modal
      modal={modal}
      title={words.action[act.action]}
      isBusy={isBusy}
      actions={
        <>
          <Button disabled={isBusy} onClick={modal.close}>
            {shell.cancel}
          </Button>
          <ConfirmButton
            label={errors.confirm[act.action]}
            isEnabled={canConfirm}
            isBusy={isBusy}
            onConfirm={() => void run(act)}
          />
        </>
      }
    >
      <div>{errors.explain[act.action]}</div>
      <PreviewPanel preview={preview} isOpen={isFew} />
      {act.action === "delete" && <div>{errors.preview.undo}</div>}
      <FailureBar failure={failure} />
    </Modal>
  );
}
