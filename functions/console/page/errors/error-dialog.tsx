import type { RequestedAction } from "../api/error-calls.ts";
import type { ErrorItem, Status } from "../api/shapes.ts";
import { ActDialog } from "./act-dialog.tsx";
import type { ListFilter } from "./error-filter.ts";
import { FindDeletedDialog } from "./find-deleted-dialog.tsx";
import { NotesDialog } from "./notes-dialog.tsx";
import { RetryAllDialog } from "./retry-all-dialog.tsx";
import type { SelectedErrors } from "./selected-errors.ts";
import { SynchronizeDialog } from "./synchronize-dialog.tsx";

export type OpenDialog =
  | { readonly kind: "act"; readonly act: RequestedAction; readonly selected: SelectedErrors }
  | { readonly kind: "synchronize"; readonly selected: SelectedErrors }
  | { readonly kind: "retryAll"; readonly filter: ListFilter }
  | { readonly kind: "findDeleted"; readonly mapping: string | undefined }
  | { readonly kind: "notes"; readonly item: ErrorItem };

interface Props {
  readonly dialog: OpenDialog;
  readonly status: Status | undefined;
  readonly onClose: () => void;
  readonly onChanged: () => void;
}

export function ErrorDialog({ dialog, status, onClose, onChanged }: Props) {
  const both = { onClose, onChanged };
  switch (dialog.kind) {
    case "act":
      return <ActDialog act={dialog.act} selected={dialog.selected} {...both} />;
    case "synchronize":
      return <SynchronizeDialog selected={dialog.selected} {...both} />;
    case "retryAll":
      return <RetryAllDialog filter={dialog.filter} status={status} {...both} />;
    case "findDeleted":
      return <FindDeletedDialog mapping={dialog.mapping} status={status} onClose={onClose} />;
    case "notes":
      return <NotesDialog item={dialog.item} {...both} />;
  }
}
