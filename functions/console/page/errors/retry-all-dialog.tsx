import { Button, Checkbox } from "@fluentui/react-components";
import { useMemo, useState } from "react";
import type { Status } from "../api/shapes.ts";
import { Modal } from "../controls/dialog/modal.tsx";
import { useModal } from "../controls/dialog/use-modal.ts";
import { PreviewPanel } from "../controls/preview/preview-panel.tsx";
import { useTexts } from "../texts/use-texts.ts";
import type { ListFilter } from "./error-filter.ts";
import type { SelectedErrors } from "./selected-errors.ts";
import { useActPreview } from "./use-act-preview.ts";
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
  const modal = useModal(onClose);
  const [isNow, setNow] = useState(true);
  const [isPreviewing, setPreviewing] = useState(false);
  const retry = useRetry(onChanged);
  const selected = useMemo(
    (): SelectedErrors => ({ kind: "everything", filter, loaded: [] }),
    [filter],
  );
  const preview = useActPreview(isPreviewing ? { action: "retry" } : undefined, selected);
  return (
    <Modal
      modal={modal}
      title={errors.retry.title}
      actions={
        <>
          <Button onClick={modal.close}>{shell.cancel}</Button>
          <Button disabled={isPreviewing} onClick={() => setPreviewing(true)}>
            {errors.retry.preview}
          </Button>
          <Button
            appearance="primary"
            disabled={retry.isBusy}
            onClick={() => void retry.run(selected, isNow).then(modal.close)}
          >
            {errors.retry.confirm}
          </Button>
        </>
      }
    >
      <div>{errors.retry.explain}</div>
      {filter.search !== undefined && <div>{errors.retry.notSearched}</div>}
      <Checkbox
        label={errors.retry.now}
        checked={isNow}
        onChange={(_, { checked }) => setNow(checked === true)}
      />
      <PreviewPanel preview={preview} />
    </Modal>
  );
}
