import {
  ArrowClockwiseRegular,
  ArrowRepeatAllRegular,
  ArrowSyncRegular,
  ArrowUndoRegular,
  DeleteRegular,
  HistoryRegular,
  LinkAddRegular,
  LinkDismissRegular,
  NoteEditRegular,
  PersonSearchRegular,
} from "@fluentui/react-icons";
import { useState } from "react";
import type { ErrorAction } from "../../../../lib/domain/error/error-item.ts";
import type { ErrorItem, Status } from "../api/shapes.ts";
import { useApi } from "../api/use-api.ts";
import { type Destination, goTo } from "../context/route.ts";
import { type Action, ActionBar } from "../controls/head/action-bar.tsx";
import { useTexts } from "../texts/use-texts.ts";
import { ErrorDialog, type OpenDialog } from "./error-dialog.tsx";
import type { ListFilter } from "./error-filter.ts";
import { isAllowed, isForSome, type SelectedErrors } from "./selected-errors.ts";
import { useRetry } from "./use-retry.tsx";

interface Props {
  readonly selected: SelectedErrors;
  readonly filter: ListFilter;
  readonly status: Status | undefined;
  /** The list shows old news. */
  readonly onChanged: () => void;
}

/** The actions, each enabled when what is selected allows it and the person may. */
export function ErrorActions({ selected, filter, status, onChanged }: Props) {
  const { errors, words, shell } = useTexts();
  const { session } = useApi();
  const [dialog, setDialog] = useState<OpenDialog>();
  const retry = useRetry(onChanged);
  const mayResolve = session.may("Tandem.Resolve");
  const can = (action: ErrorAction) => ({
    isEnabled: mayResolve && isAllowed(selected, action),
    reason: mayResolve && isForSome(selected, action) ? errors.actions.notForAll : undefined,
  });
  const only =
    selected.kind === "items" && selected.items.length === 1 ? selected.items[0] : undefined;
  const confirm = (action: "restore" | "delete" | "remove-coupling") => () =>
    setDialog({ kind: "act", act: { action }, selected });

  const actions: readonly Action[] = [
    {
      id: "retry",
      label: words.action.retry,
      icon: <ArrowClockwiseRegular />,
      ...(retry.isBusy ? { isEnabled: false } : can("retry")),
      run: () => void retry.run(selected),
    },
    {
      id: "retry-all",
      label: errors.actions.retryAll,
      icon: <ArrowRepeatAllRegular />,
      isEnabled: mayResolve,
      run: () => setDialog({ kind: "retryAll", filter }),
    },
    {
      id: "synchronize",
      label: words.action.synchronize,
      icon: <ArrowSyncRegular />,
      ...can("synchronize"),
      run: () => setDialog({ kind: "synchronize", selected }),
    },
    {
      id: "restore",
      label: words.action.restore,
      icon: <ArrowUndoRegular />,
      ...can("restore"),
      run: confirm("restore"),
    },
    {
      id: "delete",
      label: words.action.delete,
      icon: <DeleteRegular />,
      ...can("delete"),
      run: confirm("delete"),
    },
    {
      id: "remove-coupling",
      label: words.action["remove-coupling"],
      icon: <LinkDismissRegular />,
      ...can("remove-coupling"),
      run: confirm("remove-coupling"),
    },
    {
      id: "couple",
      label: errors.actions.couple,
      icon: <LinkAddRegular />,
      isEnabled: mayResolve && only?.kind === "ambiguousMatch",
      run: () => only && goTo({ page: "couplings", params: coupleParams(only) }),
    },
    {
      id: "find-deleted",
      label: errors.actions.findDeleted,
      icon: <PersonSearchRegular />,
      isEnabled: mayResolve,
      run: () => setDialog({ kind: "findDeleted", mapping: filter.mapping }),
    },
    {
      id: "log",
      label: errors.actions.log,
      icon: <HistoryRegular />,
      isEnabled: only !== undefined,
      run: () => only && goTo({ page: "log", params: { error: only.id } }),
    },
    {
      id: "notes",
      label: errors.actions.notes,
      icon: <NoteEditRegular />,
      isEnabled: mayResolve && only !== undefined,
      run: () => only && setDialog({ kind: "notes", item: only }),
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
      {dialog !== undefined && (
        <ErrorDialog
          dialog={dialog}
          status={status}
          onClose={() => setDialog(undefined)}
          onChanged={onChanged}
        />
      )}
    </>
  );
}

/** The page of couplings begins with what is known of the pair: the record, and on the other side its only candidate. */
const coupleParams = ({
  mapping,
  couplingId,
  businessCentral,
  dataverse,
  candidates = [],
}: ErrorItem): Destination["params"] => {
  const only = candidates.length === 1 ? candidates[0] : undefined;
  const isOfDataverse = couplingId === undefined && businessCentral.id === null;
  return {
    couple: "1",
    mapping,
    businessCentralId: isOfDataverse ? only : (businessCentral.id ?? undefined),
    dataverseId: isOfDataverse ? (dataverse.id ?? undefined) : only,
  };
};
