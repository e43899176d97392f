import {
  Button,
  Checkbox,
  Dialog,
  DialogActions,
  DialogBody,
  DialogContent,
  DialogSurface,
  DialogTitle,
} from "@fluentui/react-components";
import { useMemo, useState } from "react";
import type { Status } from "../api/shapes.ts";
import { useTexts } from "../texts/use-texts.ts";
import type { Chosen } from "./chosen.ts";
import type { ListFilter } from "./filter-of.ts";
import { PreviewPanel } from "./preview-panel.tsx";
import { usePreview } from "./use-preview.ts";
import { useRetry } from "./use-retry.tsx";

interface Props {
  readonly filter: ListFilter;
  readonly status: Status | undefined;
  readonly onClose: () => void;
  readonly onChanged: () => void;
}

/** Retry for everything that the filter shows, loaded or not. */
export function RetryAllDialog({ filter, onClose, onChanged }: Props) {
  const { errors, shell } = useTexts();
  const [isNow, setNow] = useState(true);
  const [isPreviewing, setPreviewing] = useState(false);
  const retry = useRetry(onChanged);
  const chosen = useMemo((): Chosen => ({ kind: "everything", filter, loaded: [] }), [filter]);
  const preview = usePreview(isPreviewing ? { action: "retry" } : undefined, chosen);
  return (
    <Dialog open modalType="alert" onOpenChange={(_, { open }) => !open && onClose()}>
      <DialogSurface>
        <DialogBody>
          <DialogTitle>{errors.retry.title}</DialogTitle>
          <DialogContent>
            <p>{errors.retry.explain}</p>
            <Checkbox
              label={errors.retry.now}
              checked={isNow}
              onChange={(_, { checked }) => setNow(checked === true)}
            />
            <PreviewPanel preview={preview} />
          </DialogContent>
          <DialogActions>
            <Button onClick={onClose}>{shell.cancel}</Button>
            <Button disabled={isPreviewing} onClick={() => setPreviewing(true)}>
              {errors.retry.preview}
            </Button>
            <Button
              appearance="primary"
              disabled={retry.isBusy}
              onClick={() => void retry.run(chosen, isNow).then(onClose)}
            >
              {errors.retry.confirm}
            </Button>
          </DialogActions>
        </DialogBody>
      </DialogSurface>
    </Dialog>
  );
}
