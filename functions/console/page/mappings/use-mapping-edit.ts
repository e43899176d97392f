import { useMemo, useState } from "react";
import { TableMapping } from "../../../../lib/domain/mapping/mapping.ts";
import { issueMessage } from "../../../../lib/runtime/http/request/issue-message.ts";
import type { Answer, ApiFailure } from "../api/call-api.ts";
import { readTaggedMapping, saveMapping } from "../api/mapping-calls.ts";
import { useApi } from "../api/use-api.ts";
import { changedParts } from "./changed-parts.ts";

export interface Fault {
  readonly path: string;
  readonly message: string;
}

/** What is wrong with something that is to be a mapping. */
export function faultsOf(mapping: unknown): readonly Fault[] {
  const parsed = TableMapping.safeParse(mapping, { error: issueMessage });
  return parsed.success
    ? []
    : parsed.error.issues.map(({ path, message }) => ({ path: path.join("/"), message }));
}

/** A mapping as somebody changes it, and how it gets stored. */
export function useMappingEdit(first: Answer<TableMapping>) {
  const api = useApi();
  const [read, setRead] = useState(first);
  const [draft, setDraft] = useState(first.value);
  const [failure, setFailure] = useState<ApiFailure>();
  /** What somebody else changed since it was read. */
  const [changed, setChanged] = useState<readonly string[]>();
  const [isBusy, setBusy] = useState(false);
  const faults = useMemo(() => faultsOf(draft), [draft]);

  /** Resolves with the mapping as it was stored. */
  const save = async (): Promise<TableMapping | undefined> => {
    setBusy(true);
    const saved = await saveMapping(api, { value: draft, etag: read.etag });
    const isStale = !saved.ok && saved.failure.kind === "problem" && saved.failure.status === 412;
    const now = isStale ? await readTaggedMapping(api, draft.name) : undefined;
    setBusy(false);
    if (saved.ok) return saved.value;
    setFailure(now?.ok === true ? undefined : (now?.failure ?? saved.failure));
    if (now?.ok === true) {
      setChanged(changedParts(read.value, now.value.value));
      setRead(now.value);
      setDraft(now.value.value);
    }
    return undefined;
  };
  return { read: read.value, draft, setDraft, faults, failure, changed, isBusy, save };
}
