import { Button } from "@fluentui/react-components";
import type { RequestedAction } from "../api/error-calls.ts";
import { ConfirmButton } from "../controls/dialog/confirm-button.tsx";
import { Modal } from "../controls/dialog/modal.tsx";
import { useModal } from "../controls/dialog/use-modal.ts";
import { FailureBar } from "../controls/failure/failure-bar.tsx";
import { PreviewPanel } from "../controls/preview/preview-panel.tsx";
import { useTexts } from "../texts/use-texts.ts";
import type { SelectedErrors } from "./selected-errors.ts";
import { useAct } from "./use-act.ts";
import { useActPreview } from "./use-act-preview.ts";

interface Props {
  readonly act: RequestedAction;
  readonly selected: SelectedErrors;
  readonly onClose: () => void;
  /** The list shows old news. */
  readonly onChanged: () => void;
}

/** So few are named at once. */
const fewRecords = 5;

/** Shows what exactly an action will do, and does it when somebody confirms. */
export function ActDialog({ act, selected, onClose, onChanged }: Props) {
  const { errors, shell, words } = useTexts();
  const modal = useModal(onClose);
  const isFew = selected.kind === "items" && selected.items.length <= fewRecords;
  const preview = useActPreview(act, selected);
  const { isBusy, failure, run } = useAct({ selected, onDone: modal.close, onChanged });
  const isReady = preview.state === "ready" && (preview.preview.started.taken ?? 0) > 0;
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
