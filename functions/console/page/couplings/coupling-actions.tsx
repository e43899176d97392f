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
import { type Action, ActionBar } from "../controls/action-bar.tsx";
import { BeginDialog } from "../controls/begin-dialog.tsx";
import { failureWords } from "../controls/failure-words.ts";
import { useBegin } from "../controls/use-begin.ts";
import { goTo } from "../shell/route.ts";
import { useNotices } from "../shell/use-notices.ts";
import { useTexts } from "../texts/use-texts.ts";
import { beginningFor } from "./act-on-chosen-couplings.ts";
import type { ChosenCouplings } from "./chosen-couplings.ts";

interface Props {
  readonly chosen: ChosenCouplings;
  readonly onCouple: () => void;
  readonly onChanged: () => void;
}

interface Open {
  readonly kind: "uncouple" | "synchronizeAll";
  readonly chosen: ChosenCouplings;
}

export function CouplingActions({ chosen, onCouple, onChanged }: Props) {
  const texts = useTexts();
  const { couplings, shell } = texts;
  const { session } = useApi();
  const tell = useNotices();
  const begin = useBegin();
  const [open, setOpen] = useState<Open>();
  const isEverything = chosen.kind === "everything";
  const rows = isEverything ? [] : chosen.rows;
  const only = rows.length === 1 ? rows[0] : undefined;
  const error = only?.errorId;
  const role = isEverything ? "Tandem.Admin" : "Tandem.Resolve";
  const whyNot = session.may(role) ? undefined : shell.notPermitted(role);
  const whyNotSome = whyNot ?? (isEverything || rows.length > 0 ? undefined : couplings.noneChosen);
  const whyNotOne = only === undefined ? couplings.oneOnly : undefined;

  const synchronize = async (): Promise<void> => {
    if (isEverything) return setOpen({ kind: "synchronizeAll", chosen });
    const name = couplings.actions.synchronize;
    const failure = await begin.run(name, beginningFor("synchronize", chosen)(false));
    if (failure !== undefined) tell({ intent: "error", ...failureWords(failure, texts) });
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
      run: () => setOpen({ kind: "uncouple", chosen }),
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
  open: { kind, chosen },
  onClose,
}: {
  readonly open: Open;
  readonly onClose: () => void;
}) {
  const { couplings } = useTexts();
  const isUncoupling = kind === "uncouple";
  const beginning = useMemo(
    () => beginningFor(isUncoupling ? "delete" : "synchronize", chosen),
    [isUncoupling, chosen],
  );
  const { explain, confirm } = couplings[kind];
  return (
    <BeginDialog
      title={isUncoupling ? couplings.actions.uncouple : couplings.actions.synchronize}
      explain={explain}
      confirm={confirm}
      beginning={beginning}
      preview={isUncoupling ? "first" : "asked"}
      onClose={onClose}
    />
  );
}
