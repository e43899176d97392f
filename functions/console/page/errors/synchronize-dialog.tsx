import { Button, MessageBar, MessageBarBody } from "@fluentui/react-components";
import { useMemo, useState } from "react";
import type { TableMapping } from "../../../../lib/domain/mapping/mapping.ts";
import { ok } from "../../../../lib/domain/result.ts";
import type { ApiFailure } from "../api/call-api.ts";
import { readMapping } from "../api/mapping-calls.ts";
import type { ErrorItem } from "../api/shapes.ts";
import { useAnswer } from "../api/use-answer.ts";
import { ConfirmButton } from "../controls/dialog/confirm-button.tsx";
import { Modal } from "../controls/dialog/modal.tsx";
import { useModal } from "../controls/dialog/use-modal.ts";
import { FailureBar } from "../controls/failure/failure-bar.tsx";
import { PreviewPanel } from "../controls/preview/preview-panel.tsx";
import { useTexts } from "../texts/use-texts.ts";
import {
  actOf,
  type ComparedField,
  compare,
  type DataChoice,
  mergeAll,
  oneWayFields,
  openChoices,
  withField,
} from "./comparison.ts";
import type { SelectedErrors } from "./selected-errors.ts";
import { SynchronizeChoice } from "./synchronize-choice.tsx";
import { useAct } from "./use-act.ts";
import { useActPreview } from "./use-act-preview.ts";

interface Props {
  readonly selected: SelectedErrors;
  readonly onClose: () => void;
  /** The list shows old news. */
  readonly onChanged: () => void;
}

/** Whose data both apps shall have, for all fields or one by one, and what that will write. */
export function SynchronizeDialog({ selected: asked, onClose, onChanged }: Props) {
  const { shell, synchronize } = useTexts();
  const modal = useModal(onClose);
  const [selected, setChosen] = useState(asked);
  const [choice, setWish] = useState<DataChoice>(mergeAll);
  const [isChanged, setChanged] = useState(false);
  const { isBusy, failure, run } = useAct({ selected, onDone: modal.close, onChanged });
  const only =
    selected.kind === "items" && selected.items.length === 1 ? selected.items[0] : undefined;
  const compared = useComparison(only, choice);
  // Several records have no comparison to choose in: one side's data, or what nobody disputes.
  const isOpen = compared === undefined || openChoices(compared) > 0;
  const act = useMemo(() => (isOpen ? undefined : actOf(choice)), [isOpen, choice]);
  const preview = useActPreview(act, selected);
  const isGone = only !== undefined && failure?.kind === "problem" && failure.status === 404;

  const confirm = async (): Promise<void> => {
    if (act === undefined) return;
    const present = presentItems(await run(act));
    if (present.length === 0) return;
    setChosen({ kind: "items", items: present });
    setWish(mergeAll);
    setChanged(true);
  };

  return (
    <Modal
      modal={modal}
      title={[synchronize.title, ...(only === undefined ? [] : [titleOf(only)])].join(" – ")}
      isWide
      isBusy={isBusy}
      actions={
        <>
          <Button disabled={isBusy} onClick={modal.close}>
            {shell.cancel}
          </Button>
          <ConfirmButton
            label={synchronize.confirm}
            isEnabled={act !== undefined && preview.state === "ready" && !isGone}
            isBusy={isBusy}
            onConfirm={() => void confirm()}
          />
        </>
      }
    >
      {isChanged && (
        <MessageBar intent="warning" layout="multiline" role="alert">
          <MessageBarBody>{synchronize.changedMeanwhile}</MessageBarBody>
        </MessageBar>
      )}
      <SynchronizeChoice
        count={selected.kind === "items" ? selected.items.length : undefined}
        fields={compared}
        choice={choice}
        onUse={(use) => setWish({ use, fields: {} })}
        onChoose={(field, side) => setWish((before) => withField(before, field, side))}
      />
      <PreviewPanel preview={preview} isOpen={only !== undefined} />
      {(!isChanged || presentItems(failure).length === 0) && <FailureBar failure={failure} />}
    </Modal>
  );
}

/**
 * Which fields go one way only is the mapping's to say; undefined until it is known, for no choice may
 * vanish under somebody's hand.
 */
function useComparison(
  item: ErrorItem | undefined,
  choice: DataChoice,
): readonly ComparedField[] | undefined {
  const name = item?.mapping;
  const { value: mapping } = useAnswer<TableMapping | undefined>(
    { key: name ?? "" },
    async (api) => (name === undefined ? ok(undefined) : readMapping(api, name)),
  );
  return useMemo(() => {
    if (item === undefined) return [];
    return mapping && compare(item.fields ?? [], choice, oneWayFields(mapping));
  }, [item, choice, mapping]);
}

const titleOf = ({ businessCentral, dataverse }: ErrorItem): string =>
  businessCentral.title ?? dataverse.title ?? "";

/** The items as they are now, where the API refused because they are not as they were shown. */
function presentItems(failure: ApiFailure | undefined): readonly ErrorItem[] {
  if (failure?.kind !== "problem") return [];
  const { items, present } = failure.problem;
  return items ?? (present === undefined ? [] : [present]);
}
