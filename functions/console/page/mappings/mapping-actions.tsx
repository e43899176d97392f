import {
  ArrowClockwiseRegular,
  ArrowRepeatAllRegular,
  ArrowResetRegular,
  ArrowSyncRegular,
  CalendarClockRegular,
  CheckmarkCircleRegular,
  EditRegular,
  LinkAddRegular,
  LinkDismissRegular,
  PersonSearchRegular,
} from "@fluentui/react-icons";
import { useMemo, useState } from "react";
import type { MappingName } from "../../../../lib/domain/ids.ts";
import type { ListedMapping } from "../api/shapes.ts";
import { useApi } from "../api/use-api.ts";
import { type Action, ActionBar } from "../controls/head/action-bar.tsx";
import { useTexts } from "../texts/use-texts.ts";
import { MappingDialog } from "./mapping-dialog.tsx";
import { listedOffDefault } from "./off-default.ts";
import { RestoreDialog } from "./restore-dialog.tsx";
import { FullSynchronizationDialog, MatchDialog, UncoupleDialog } from "./run-dialog.tsx";
import { ScheduleDialog } from "./schedule-dialog.tsx";
import { useDirectRun } from "./use-direct-run.ts";

type DialogKind = "full" | "match" | "uncouple" | "edit" | "schedule" | "restore";

interface Open {
  readonly kind: DialogKind;
  readonly names: readonly MappingName[];
}

interface Props {
  /** The ticked mappings; where none is ticked, the one that is looked at. */
  readonly selected: readonly ListedMapping[];
  readonly onChanged: () => void;
}

export function MappingActions({ selected, onChanged }: Props) {
  const { mappings, shell } = useTexts();
  const { session } = useApi();
  const [open, setOpen] = useState<Open>();
  const names = useMemo(() => selected.map(({ name }) => name), [selected]);
  const direct = useDirectRun(names);
  const why = useReasons(selected);
  const show = (kind: DialogKind) => () => setOpen({ kind, names });
  const { actions: words } = mappings;

  const actions: readonly Action[] = [
    {
      id: "synchronize",
      label: words.synchronize,
      icon: <ArrowSyncRegular />,
      ...allowed(why.toRun),
      run: () => void direct.run("synchronize"),
    },
    {
      id: "full",
      label: words.fullSynchronize,
      icon: <ArrowRepeatAllRegular />,
      ...allowed(why.toRun),
      run: show("full"),
    },
    {
      id: "match",
      label: words.couple,
      icon: <LinkAddRegular />,
      ...allowed(why.toRun),
      run: show("match"),
    },
    {
      id: "find-deleted",
      label: words.findDeleted,
      icon: <PersonSearchRegular />,
      ...allowed(session.may("Tandem.Admin") ? why.toRun : why.toResolve),
      run: () => void direct.run("find-deleted"),
    },
    {
      id: "verify",
      label: words.verify,
      icon: <CheckmarkCircleRegular />,
      ...allowed(why.toRun),
      run: () => void direct.run("verify"),
    },
    {
      id: "uncouple",
      label: words.uncouple,
      icon: <LinkDismissRegular />,
      ...allowed(why.toAdmin),
      run: show("uncouple"),
    },
    {
      id: "edit",
      label: words.edit,
      icon: <EditRegular />,
      ...allowed(why.toEdit),
      run: show("edit"),
    },
    {
      id: "schedule",
      label: words.schedule,
      icon: <CalendarClockRegular />,
      ...allowed(why.toEdit),
      run: show("schedule"),
    },
    {
      id: "restore",
      label: words.restore,
      icon: <ArrowResetRegular />,
      ...allowed(why.toRestore),
      run: show("restore"),
    },
    {
      id: "refresh",
      label: shell.refresh,
      icon: <ArrowClockwiseRegular />,
      isEnabled: true,
      run: onChanged,
    },
  ];
  return (
    <>
      <ActionBar actions={actions} />
      {open !== undefined && (
        <OpenDialog open={open} onClose={() => setOpen(undefined)} onChanged={onChanged} />
      )}
    </>
  );
}

const allowed = (reason: string | undefined) => ({ isEnabled: reason === undefined, reason });

/** Why the actions cannot be used; undefined where they can. */
function useReasons(selected: readonly ListedMapping[]) {
  const { mappings, shell } = useTexts();
  const { session } = useApi();
  const role = session.may("Tandem.Admin") ? undefined : shell.notPermitted("Tandem.Admin");
  const some = selected.length === 0 ? mappings.noneSelected : undefined;
  const [only] = selected;
  const toAdmin = role ?? some;
  const toEdit = toAdmin ?? (selected.length > 1 ? mappings.oneOnly : undefined);
  return {
    toResolve: session.may("Tandem.Resolve") ? some : shell.notPermitted("Tandem.Resolve"),
    toAdmin,
    toEdit,
    toRun: toAdmin ?? (selected.some(({ enabled }) => !enabled) ? mappings.disabled : undefined),
    toRestore: toEdit ?? (only && whyNotRestore(only, mappings)),
  };
}

interface RestoreWords {
  readonly notShipped: string;
  readonly unchanged: string;
}

function whyNotRestore(mapping: ListedMapping, words: RestoreWords): string | undefined {
  const parts = listedOffDefault(mapping);
  if (parts === undefined) return words.notShipped;
  return parts.length === 0 ? words.unchanged : undefined;
}

interface DialogProps {
  readonly open: Open;
  readonly onClose: () => void;
  readonly onChanged: () => void;
}

function OpenDialog({ open: { kind, names }, ...on }: DialogProps) {
  const [name] = names;
  if (name === undefined) return null;
  switch (kind) {
    case "full":
      return <FullSynchronizationDialog names={names} onClose={on.onClose} />;
    case "match":
      return <MatchDialog names={names} onClose={on.onClose} />;
    case "uncouple":
      return <UncoupleDialog names={names} onClose={on.onClose} />;
    case "edit":
      return <MappingDialog name={name} {...on} />;
    case "schedule":
      return <ScheduleDialog name={name} {...on} />;
    case "restore":
      return <RestoreDialog name={name} {...on} />;
  }
}
