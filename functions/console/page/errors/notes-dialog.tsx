import {
  Button,
  Field,
  Input,
  MessageBar,
  MessageBarBody,
  Textarea,
} from "@fluentui/react-components";
import { useState } from "react";
import type { ApiFailure } from "../api/call-api.ts";
import { changeNotes } from "../api/error-calls.ts";
import type { ErrorItem } from "../api/shapes.ts";
import { useApi } from "../api/use-api.ts";
import { useNotices } from "../context/use-notices.ts";
import { Modal } from "../controls/dialog/modal.tsx";
import { useModal } from "../controls/dialog/use-modal.ts";
import { FailureBar } from "../controls/failure/failure-bar.tsx";
import { useTexts } from "../texts/use-texts.ts";

interface Props {
  readonly item: ErrorItem;
  readonly onClose: () => void;
  readonly onChanged: () => void;
}

/** Who looks after an error, and what people know about it. */
export function NotesDialog({ item: shown, onClose, onChanged }: Props) {
  const { errors, shell } = useTexts();
  const modal = useModal(onClose);
  const api = useApi();
  const notify = useNotices();
  const [item, setItem] = useState(shown);
  const [assignee, setAssignee] = useState(item.assignee ?? "");
  const [note, setNote] = useState(item.note ?? "");
  const [failure, setFailure] = useState<ApiFailure>();
  const [isBusy, setBusy] = useState(false);
  const isChanged = item !== shown;

  const save = async (): Promise<void> => {
    setBusy(true);
    const { id, revision } = item;
    const notes = { assignee: textOrNull(assignee), note: textOrNull(note), revision };
    const saved = await changeNotes(api, id, notes);
    setBusy(false);
    if (saved.ok) {
      notify({ intent: "success", title: errors.notes.saved });
      onChanged();
      modal.close();
      return;
    }
    const present = presentOf(saved.failure);
    if (present === undefined) {
      setFailure(saved.failure);
      return;
    }
    setItem(present);
    setAssignee(present.assignee ?? "");
    setNote(present.note ?? "");
    onChanged();
  };

  return (
    <Modal
      modal={modal}
      title={errors.notes.title}
      actions={
        <>
          <Button onClick={modal.close}>{shell.cancel}</Button>
          <Button appearance="primary" disabled={isBusy} onClick={() => void save()}>
            {errors.notes.save}
          </Button>
        </>
      }
    >
      {isChanged && (
        <MessageBar intent="warning" layout="multiline" role="alert">
          <MessageBarBody>{errors.notes.changed}</MessageBarBody>
        </MessageBar>
      )}
      <Field label={errors.notes.assignee}>
        <Input value={assignee} maxLength={200} onChange={(_, { value }) => setAssignee(value)} />
      </Field>
      <Field label={errors.notes.note}>
        <Textarea
          value={note}
          maxLength={4000}
          resize="vertical"
          onChange={(_, { value }) => setNote(value)}
        />
      </Field>
      <FailureBar failure={failure} />
    </Modal>
  );
}

const textOrNull = (text: string): string | null => (text.trim() === "" ? null : text.trim());

/** The error as it is now, where it is not as it was shown. */
function presentOf(failure: ApiFailure): ErrorItem | undefined {
  if (failure.kind !== "problem") return undefined;
  return failure.problem.present ?? failure.problem.items?.[0];
}
