import { Checkbox } from "@fluentui/react-components";
import { useMemo, useState } from "react";
import type { MappingName } from "../../../../lib/domain/ids.ts";
import { type MappingAction, runMappings } from "../api/mapping-action-calls.ts";
import { ChoiceField, optionsOf } from "../controls/filter/choice.tsx";
import { StartJobsDialog, type StartOrPreview } from "../controls/preview/start-jobs-dialog.tsx";
import { useTexts } from "../texts/use-texts.ts";

interface Props {
  readonly names: readonly MappingName[];
  readonly onClose: () => void;
}

/** Everything of the selected mappings, with a preview for whoever wants one. */
export function FullSynchronizationDialog({ names, onClose }: Props) {
  const { mappings } = useTexts();
  const startOrPreview = useMemo(
    () => startOrPreviewOf({ action: "full-synchronize" }, names),
    [names],
  );
  return (
    <StartJobsDialog
      title={mappings.actions.fullSynchronize}
      explain={mappings.full.explain}
      confirm={mappings.full.confirm}
      startOrPreview={startOrPreview}
      preview="onRequest"
      onClose={onClose}
    >
      <About names={names} />
    </StartJobsDialog>
  );
}

/** Nothing is uncoupled before somebody saw how much that is. */
export function UncoupleDialog({ names, onClose }: Props) {
  const { mappings } = useTexts();
  const startOrPreview = useMemo(() => startOrPreviewOf({ action: "uncouple" }, names), [names]);
  return (
    <StartJobsDialog
      title={mappings.actions.uncouple}
      explain={mappings.uncouple.explain}
      confirm={mappings.uncouple.confirm}
      startOrPreview={startOrPreview}
      preview="first"
      onClose={onClose}
    >
      <About names={names} />
    </StartJobsDialog>
  );
}

const afters = ["none", "businessCentral", "dataverse"] as const;

export function MatchDialog({ names, onClose }: Props) {
  const { mappings } = useTexts();
  const [createUnmatched, setCreate] = useState(false);
  const [synchronizeAfter, setAfter] = useState<(typeof afters)[number]>("none");
  const startOrPreview = useMemo(
    () => startOrPreviewOf({ action: "couple", createUnmatched, synchronizeAfter }, names),
    [names, createUnmatched, synchronizeAfter],
  );
  return (
    <StartJobsDialog
      title={mappings.actions.couple}
      explain={mappings.couple.explain}
      confirm={mappings.couple.confirm}
      startOrPreview={startOrPreview}
      preview="onRequest"
      onClose={onClose}
    >
      <About names={names} />
      <ChoiceField
        label={mappings.couple.after}
        value={synchronizeAfter}
        options={optionsOf(afters, mappings.couple.afters)}
        onChange={setAfter}
      />
      <Checkbox
        label={mappings.couple.createUnmatched}
        checked={createUnmatched}
        onChange={(_, { checked }) => setCreate(checked === true)}
      />
    </StartJobsDialog>
  );
}

const startOrPreviewOf =
  (action: MappingAction, names: readonly MappingName[]): StartOrPreview =>
  (preview) =>
  (api, key) =>
    runMappings(api, action, { names, preview, key });

function About({ names }: Pick<Props, "names">) {
  const { mappings, words } = useTexts();
  return (
    <div>
      {mappings.about}: {names.map((name) => words.mapping[name] ?? name).join(", ")}
    </div>
  );
}
