import {
  Button,
  Dialog,
  DialogActions,
  DialogBody,
  DialogContent,
  DialogSurface,
  DialogTitle,
  Spinner,
} from "@fluentui/react-components";
import type { ErrorAct } from "../api/error-calls.ts";
import { FailureBar } from "../controls/failure-bar.tsx";
import { useTexts } from "../texts/use-texts.ts";
import type { Chosen } from "./chosen.ts";
import { PreviewPanel } from "./preview-panel.tsx";
import { useAct } from "./use-act.ts";
import { usePreview } from "./use-preview.ts";

interface Props {
  readonly act: ErrorAct;
  readonly chosen: Chosen;
  readonly onClose: () => void;
  /** The list shows old news. */
  readonly onChanged: () => void;
}

/** Shows what exactly an action will do, and does it when somebody confirms. */
export function ActDialog({ act, chosen, onClose, onChanged }: Props) {
  const { errors, shell, words } = useTexts();
  const preview = usePreview(act, chosen);
  const { isBusy, failure, run } = useAct({ chosen, onDone: onClose, onChanged });
  const canConfirm =
    preview.state === "ready" && preview.preview.bulk.taken > 0 && failure === undefined;
  return (
    <Dialog open modalType="alert" onOpenChange={(_, { open }) => !open && !isBusy && onClose()}>
      <DialogSurface>
        <DialogBody>
          <DialogTitle>{words.action[act.action]}</DialogTitle>
          <DialogContent>
            <p>{errors.explain[act.action]}</p>
            <PreviewPanel preview={preview} />
            {act.action === "delete" && <p>{errors.preview.undo}</p>}
            <FailureBar failure={failure} />
          </DialogContent>
          <DialogActions>
            <Button disabled={isBusy} onClick={onClose}>
              {shell.cancel}
            </Button>
            <Button
              appearance="primary"
              disabled={!canConfirm || isBusy}
              icon={isBusy ? <Spinner size="tiny" /> : null}
              onClick={() => void run(act)}
            >
              {errors.confirm[act.action]}
            </Button>
          </DialogActions>
        </DialogBody>
      </DialogSurface>
    </Dialog>
  );
}
