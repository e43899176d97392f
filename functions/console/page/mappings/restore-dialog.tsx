import { Button } from "@fluentui/react-components";
import { useState } from "react";
import type { ApiFailure } from "../api/call-api.ts";
import { readTaggedMapping, restoreMapping } from "../api/mapping-calls.ts";
import { useAnswer } from "../api/use-answer.ts";
import { useApi } from "../api/use-api.ts";
import { useNotices } from "../context/use-notices.ts";
import { ConfirmButton } from "../controls/dialog/confirm-button.tsx";
import { Modal } from "../controls/dialog/modal.tsx";
import { useModal } from "../controls/dialog/use-modal.ts";
import { FailureBar } from "../controls/failure/failure-bar.tsx";
import { useTexts } from "../texts/use-texts.ts";
import { partsOffDefault } from "./off-default.ts";

interface Props {
  readonly name: string;
  readonly onClose: () => void;
  readonly onChanged: () => void;
}

/** Restore Default: what goes back to how it was shipped, before it does. */
export function RestoreDialog({ name, onClose, onChanged }: Props) {
  const { mappings, shell } = useTexts();
  const modal = useModal(onClose);
  const api = useApi();
  const notify = useNotices();
  const loaded = useAnswer({ key: name }, (read) => readTaggedMapping(read, name));
  const [isBusy, setBusy] = useState(false);
  const [failure, setFailure] = useState<ApiFailure>();
  // Of a mapping that was not shipped there is nothing: the API would remove it.
  const parts = (loaded.value && partsOffDefault(loaded.value.value)) ?? [];

  const restore = async (): Promise<void> => {
    if (loaded.value === undefined) return;
    setBusy(true);
    const restored = await restoreMapping(api, loaded.value);
    setBusy(false);
    onChanged();
    if (restored.ok) {
      notify({ intent: "success", title: mappings.restore.done(name) });
      modal.close();
      return;
    }
    setFailure(restored.failure);
    loaded.reload();
  };
  return (
    <Modal
      modal={modal}
      title={mappings.restore.title(name)}
      isBusy={isBusy}
      actions={
        <>
          <Button disabled={isBusy} onClick={modal.close}>
            {shell.cancel}
          </Button>
          <ConfirmButton
            label={mappings.restore.confirm}
            isEnabled={parts.length > 0}
            isBusy={isBusy}
            onConfirm={() => void restore()}
          />
        </>
      }
    >
      <div>{mappings.restore.explain}</div>
      <ul>
        {parts.map((part) => (
          <li key={part}>{part}</li>
        ))}
      </ul>
      <FailureBar failure={loaded.failure ?? failure} />
    </Modal>
  );
}
