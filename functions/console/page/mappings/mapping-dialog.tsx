import { Button, Link, MessageBar, MessageBarBody, Spinner } from "@fluentui/react-components";
import { useState } from "react";
import type { TableMapping } from "../../../../lib/domain/mapping/mapping.ts";
import type { Answer, ApiFailure } from "../api/call-api.ts";
import { readTaggedMapping } from "../api/mapping-calls.ts";
import { useAnswer } from "../api/use-answer.ts";
import { hrefTo } from "../context/route.ts";
import { useNotices } from "../context/use-notices.ts";
import { ConfirmButton } from "../controls/dialog/confirm-button.tsx";
import { Modal } from "../controls/dialog/modal.tsx";
import { useModal } from "../controls/dialog/use-modal.ts";
import { FailureBar } from "../controls/failure/failure-bar.tsx";
import { useTexts } from "../texts/use-texts.ts";
import { FaultList } from "./fault-list.tsx";
import { MappingForm } from "./mapping-form.tsx";
import { useMappingEdit } from "./use-mapping-edit.ts";

interface Props {
  readonly name: string;
  readonly onClose: () => void;
  readonly onChanged: () => void;
}

/** The card of a mapping. It is read anew, for a change has to name the state that it changes. */
export function MappingDialog({ name, onClose, onChanged }: Props) {
  const { mappings, shell } = useTexts();
  const loaded = useAnswer({ key: name }, (api) => readTaggedMapping(api, name));
  const modal = useModal(onClose);
  if (loaded.value === undefined) {
    return (
      <Modal
        modal={modal}
        title={mappings.edit.title(name)}
        actions={<Button onClick={modal.close}>{shell.cancel}</Button>}
      >
        {loaded.isLoading && <Spinner label={shell.loading} />}
        <FailureBar failure={loaded.failure} />
      </Modal>
    );
  }
  return <EditDialog first={loaded.value} onClose={onClose} onChanged={onChanged} />;
}

interface EditProps extends Omit<Props, "name"> {
  readonly first: Answer<TableMapping>;
}

function EditDialog({ first, onClose, onChanged }: EditProps) {
  const { mappings, shell } = useTexts();
  const { edit } = mappings;
  const modal = useModal(onClose);
  const notify = useNotices();
  const { read, draft, setDraft, faults, failure, changed, isBusy, save } = useMappingEdit(first);
  const [isJsonBroken, setJsonBroken] = useState(false);
  const { name } = draft;

  const confirm = async (): Promise<void> => {
    const saved = await save();
    onChanged();
    if (saved === undefined) return;
    const isDecided = saved.updateConflict !== read.updateConflict;
    const href = hrefTo({ page: "errors", params: { mapping: name, kind: "updateConflict" } });
    notify({
      intent: "success",
      title: edit.saved(name),
      ...(isDecided && {
        detail: (
          <>
            {edit.retryHint} <Link href={href}>{edit.showErrors}</Link>
          </>
        ),
      }),
    });
    modal.close();
  };

  return (
    <Modal
      modal={modal}
      title={edit.title(name)}
      isWide
      isBusy={isBusy}
      actions={
        <>
          <Button disabled={isBusy} onClick={modal.close}>
            {shell.cancel}
          </Button>
          <ConfirmButton
            label={edit.save}
            isEnabled={faults.length === 0 && !isJsonBroken && draft !== read}
            isBusy={isBusy}
            onConfirm={() => void confirm()}
          />
        </>
      }
    >
      {changed !== undefined && (
        <MessageBar intent="warning" layout="multiline" role="alert">
          <MessageBarBody>
            {edit.changedMeanwhile} {edit.changedParts} {changed.join(", ")}
          </MessageBarBody>
        </MessageBar>
      )}
      <MappingForm draft={draft} onChange={setDraft} onJsonBroken={setJsonBroken} />
      <FaultList title={edit.faults} faults={faults} />
      <SaveFailure failure={failure} />
    </Modal>
  );
}

/** What the API finds in a mapping is told by the part that it is about. */
function SaveFailure({ failure }: { readonly failure: ApiFailure | undefined }) {
  if (failure?.kind === "problem" && failure.problem.errors !== undefined) {
    return <FaultList title={failure.problem.title} faults={failure.problem.errors} />;
  }
  return <FailureBar failure={failure} />;
}
