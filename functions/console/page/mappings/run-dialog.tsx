import { Checkbox } from "@fluentui/react-components";
import { useMemo, useState } from "react";
import type { MappingName } from "../../../../lib/domain/ids.ts";
import { type MappingRun, runMappings } from "../api/run-calls.ts";
import { BeginDialog, type Beginning } from "../controls/begin-dialog.tsx";
import { ChoiceField, optionsOf } from "../controls/choice.tsx";
import { useTexts } from "../texts/use-texts.ts";

interface Props {
  readonly names: readonly MappingName[];
  readonly onClose: () => void;
}

/** Everything of the chosen mappings, with a preview for whoever wants one. */
export function FullSynchronizationDialog({ names, onClose }: Props) {
  const { mappings } = useTexts();
  const beginning = useMemo(() => beginningOf({ run: "full-synchronize" }, names), [names]);
  return (
    <BeginDialog
      title={mappings.actions.fullSynchronize}
      explain={mappings.full.explain}
      confirm={mappings.full.confirm}
      beginning={beginning}
      preview="asked"
      onClose={onClose}
    >
      <About names={names} />
    </BeginDialog>
  );
}

/** Nothing is uncoupled before somebody saw how much that is. */
export function UncoupleDialog({ names, onClose }: Props) {
  const { mappings } = useTexts();
  const beginning = useMemo(() => beginningOf({ run: "uncouple" }, names), [names]);
  return (
    <BeginDialog
      title={mappings.actions.uncouple}
      explain={mappings.uncouple.explain}
      confirm={mappings.uncouple.confirm}
      beginning={beginning}
      preview="first"
      onClose={onClose}
    >
      <About names={names} />
    </BeginDialog>
  );
}

const afters = ["none", "businessCentral", "dataverse"] as const;

export function MatchDialog({ names, onClose }: Props) {
  const { mappings } = useTexts();
  const [createUnmatched, setCreate] = useState(false);
  const [synchronizeAfter, setAfter] = useState<(typeof afters)[number]>("none");
  const beginning = useMemo(
    () => beginningOf({ run: "couple", createUnmatched, synchronizeAfter }, names),
    [names, createUnmatched, synchronizeAfter],
  );
  return (
    <BeginDialog
      title={mappings.actions.couple}
      explain={mappings.couple.explain}
      confirm={mappings.couple.confirm}
      beginning={beginning}
      preview="asked"
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
    </BeginDialog>
  );
}

const beginningOf =
  (run: MappingRun, names: readonly MappingName[]): Beginning =>
  (preview) =>
  (api, key) =>
    runMappings(api, run, { names, preview, key });

function About({ names }: Pick<Props, "names">) {
  const { mappings, words } = useTexts();
  return (
    <div>
      {mappings.about}: {names.map((name) => words.mapping[name] ?? name).join(", ")}
    </div>
  );
}
