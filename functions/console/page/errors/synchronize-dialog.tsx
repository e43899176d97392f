import {
  Button,
  Dialog,
  DialogActions,
  DialogBody,
  DialogContent,
  DialogSurface,
  DialogTitle,
  MessageBar,
  MessageBarBody,
  makeStyles,
  Spinner,
} from "@fluentui/react-components";
import { useMemo, useState } from "react";
import type { ApiFailure } from "../api/ask.ts";
import type { ErrorItem } from "../api/shapes.ts";
import { FailureBar } from "../controls/failure-bar.tsx";
import { useTexts } from "../texts/use-texts.ts";
import type { Chosen } from "./chosen.ts";
import { actOf, compare, firstWish, openChoices, type Wish, withField } from "./comparison.ts";
import { PreviewPanel } from "./preview-panel.tsx";
import { SynchronizeChoice } from "./synchronize-choice.tsx";
import { useAct } from "./use-act.ts";
import { usePreview } from "./use-preview.ts";

const useStyles = makeStyles({
  surface: { maxWidth: "960px" },
  content: { display: "flex", flexDirection: "column", gap: "12px" },
});

interface Props {
  readonly chosen: Chosen;
  readonly onClose: () => void;
  /** The list shows old news. */
  readonly onChanged: () => void;
}

/** Whose data both apps shall have, for all fields or one by one, and what that will write. */
export function SynchronizeDialog({ chosen: asked, onClose, onChanged }: Props) {
  const styles = useStyles();
  const { shell, synchronize } = useTexts();
  const [chosen, setChosen] = useState(asked);
  const [wish, setWish] = useState<Wish>(firstWish);
  const [isChanged, setChanged] = useState(false);
  const { isBusy, failure, run } = useAct({ chosen, onDone: onClose, onChanged });

  const only = chosen.kind === "items" && chosen.items.length === 1 ? chosen.items[0] : undefined;
  const compared = useMemo(() => compare(only?.fields ?? [], wish), [only, wish]);
  const open = openChoices(compared);
  // Several records have no comparison to choose in: one side's data, or what nobody disputes.
  const act = useMemo(() => (open === 0 ? actOf(wish) : undefined), [open, wish]);
  const preview = usePreview(act, chosen);

  const confirm = async (): Promise<void> => {
    if (act === undefined) return;
    const refused = await run(act);
    const present = presentItems(refused);
    if (present.length === 0) return;
    setChosen({ kind: "items", items: present });
    setWish(firstWish);
    setChanged(true);
  };

  return (
    <Dialog
      open
      modalType="alert"
      onOpenChange={(_, { open: stays }) => !stays && !isBusy && onClose()}
    >
      <DialogSurface className={styles.surface}>
        <DialogBody>
          <DialogTitle>
            {synchronize.title}
            {only !== undefined && ` – ${only.businessCentral.title ?? only.dataverse.title ?? ""}`}
          </DialogTitle>
          <DialogContent className={styles.content}>
            {isChanged && (
              <MessageBar intent="warning" layout="multiline" role="alert">
                <MessageBarBody>{synchronize.changedMeanwhile}</MessageBarBody>
              </MessageBar>
            )}
            <SynchronizeChoice
              count={chosen.kind === "items" ? chosen.items.length : undefined}
              fields={compared}
              wish={wish}
              onUse={(use) => setWish({ use, fields: {} })}
              onChoose={(field, side) => setWish((before) => withField(before, field, side))}
            />
            <PreviewPanel preview={preview} />
            {!isChanged && <FailureBar failure={failure} />}
          </DialogContent>
          <DialogActions>
            <Button disabled={isBusy} onClick={onClose}>
              {shell.cancel}
            </Button>
            <Button
              appearance="primary"
              disabled={act === undefined || isBusy || preview.state === "preparing"}
              icon={isBusy ? <Spinner size="tiny" /> : null}
              onClick={() => void confirm()}
            >
              {synchronize.confirm}
            </Button>
          </DialogActions>
        </DialogBody>
      </DialogSurface>
    </Dialog>
  );
}

/** The items as they are now, where the API refused because they are not as they were shown. */
function presentItems(failure: ApiFailure | undefined): readonly ErrorItem[] {
  if (failure?.kind !== "problem") return [];
  const { items, present } = failure.problem;
  return items ?? (present === undefined ? [] : [present]);
}
