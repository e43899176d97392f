import {
  ArrowClockwiseRegular,
  ArrowSyncRegular,
  ErrorCircleRegular,
  HistoryRegular,
  LinkAddRegular,
  LinkDismissRegular,
} from "@fluentui/react-icons";
import { useMemo, useState } from "react";
import { useApi } from "../api/use-api.ts";
import { goTo } from "../context/route.ts";
import { useNotices } from "../context/use-notices.ts";
import { failureWords } from "../controls/failure/failure-words.ts";
import { type Action, ActionBar } from "../controls/head/action-bar.tsx";
import { StartJobsDialog } from "../controls/preview/start-jobs-dialog.tsx";
import { useStartJobs } from "../controls/preview/use-start-jobs.ts";
import { useTexts } from "../texts/use-texts.ts";
import { startOrPreviewFor } from "./act-on-selected-couplings.ts";
import type { SelectedCouplings } from "./selected-couplings.ts";

interface Props {
  readonly selected: SelectedCouplings;
  readonly onCouple: () => void;
  readonly onChanged: () => void;
}

interface Open {
  readonly kind: "uncouple" | "synchronizeAll";
  readonly selected: SelectedCouplings;
}

export function CouplingActions({ selected, onCouple, onChanged }: Props) {
  const texts = useTexts();
  const { couplings, shell } = texts;
  const { session } = useApi();
  const notify = useNotices();
  const start = useStartJobs();
  const [open, setOpen] = useState<Open>();
  const isEverything = selected.kind === "everything";
  const rows = isEverything ? [] : selected.rows;
  const only = rows.length === 1 ? rows[0] : undefined;
  const error = only?.errorId;
  const role = isEverything ? "Tandem.Admin" : "Tandem.Resolve";
  const whyNot = session.may(role) ? undefined : shell.notPermitted(role);
  const whyNotSome =
    whyNot ?? (isEverything || rows.length > 0 ? undefined : couplings.noneSelected);
  const whyNotOne = only === undefined ? couplings.oneOnly : undefined;

  const synchronize = async (): Promise<void> => {
    if (isEverything) return setOpen({ kind: "synchronizeAll", selected });
    const name = couplings.actions.synchronize;
    const failure = await start.run(name, startOrPreviewFor("synchronize", selected)(false));
    if (failure !== undefined) notify({ intent: "error", ...failureWords(failure, texts) });
  };

  const actions: readonly Action[] = [
    {
      id: "couple",
      label: couplings.actions.couple,
      icon: <LinkAddRegular />,
      ...allowed(session.may("Tandem.Resolve") ? undefined : shell.notPermitted("Tandem.Resolve")),
      run: onCouple,
    },
    {
      id: "synchronize",
      label: couplings.actions.synchronize,
      icon: <ArrowSyncRegular />,
      ...allowed(whyNotSome),
      run: () => void synchronize(),
    },
    {
      id: "uncouple",
      label: couplings.actions.uncouple,
      icon: <LinkDismissRegular />,
      ...allowed(whyNotSome),
      run: () => setOpen({ kind: "uncouple", selected }),
    },
    {
      id: "log",
      label: couplings.actions.log,
      icon: <HistoryRegular />,
      ...allowed(whyNotOne),
      run: () => only && goTo({ page: "log", params: { coupling: only.id } }),
    },
    {
      id: "error",
      label: couplings.actions.error,
      icon: <ErrorCircleRegular />,
      ...allowed(whyNotOne ?? (error === undefined ? couplings.noError : undefined)),
      run: () =>
        only &&
        goTo({
          page: "errors",
          params: { mapping: only.mapping, search: only.titles.businessCentral },
        }),
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
      {open !== undefined && <OpenDialog open={open} onClose={() => setOpen(undefined)} />}
    </>
  );
}

const allowed = (reason: string | undefined) => ({ isEnabled: reason === undefined, reason });

function OpenDialog({
  open: { kind, selected },
  onClose,
}: {
  readonly open: Open;
  readonly onClose: () => void;
}) {
  const { couplings } = useTexts();
  const isUncoupling = kind === "uncouple";
  const startOrPreview = useMemo(
    () => startOrPreviewFor(isUncoupling ? "delete" : "synchronize", selected),
    [isUncoupling, selected],
  );
  const { explain, confirm } = couplings[kind];
  return (
    <StartJobsDialog
      title={isUncoupling ? couplings.actions.uncouple : couplings.actions.synchronize}
      explain={explain}
      confirm={confirm}
      startOrPreview={startOrPreview}
      preview={isUncoupling ? "first" : "onRequest"}
      onClose={onClose}
    />
  );
}
