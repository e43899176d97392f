import type { ErrorId, JobId } from "../../../lib/domain/ids.ts";
import type { Side } from "../../../lib/domain/side.ts";
import { tokensIn } from "./fields.ts";

/** One field that somebody filled in, and that their app acknowledged. */
export interface Edit {
  readonly token: number;
  readonly side: Side;
  readonly id: string;
  readonly field: string;
  readonly value: string;
  /** What stood there before, which whoever typed the new value could see. */
  readonly overwrote: string;
  readonly at: number;
}

/** A write of the system under test, as its app carried it out. */
export interface SystemWrite {
  readonly side: Side;
  readonly id: string;
  /** `nothing`: the app took the write, and it changed nothing. */
  readonly kind: "created" | "changed" | "deleted" | "nothing";
  readonly fields: readonly WrittenField[];
  readonly at: number;
}

export interface WrittenField {
  readonly field: string;
  readonly from: string;
  readonly to: string;
  /** The value that stood there had been shown to the system when it wrote. */
  readonly wasShown: boolean;
}

/** What a person asked the system for, and was told is taken. */
export type AcknowledgedRequest =
  | { readonly kind: "cancel"; readonly jobId: JobId }
  | {
      readonly kind: "couple";
      readonly jobId: JobId;
      readonly records: readonly string[];
    }
  | { readonly kind: "note"; readonly errorId: ErrorId; readonly note: string; readonly at: number }
  | { readonly kind: "hold"; readonly at: number };

/**
 * The ground truth: what people did, what the apps were made to do, and what the system was shown.
 * It is kept beside the system and knows nothing of couplings, cursors or versions.
 */
export interface Journal {
  readonly edits: readonly Edit[];
  readonly writes: readonly SystemWrite[];
  readonly requests: readonly AcknowledgedRequest[];
  note(edit: Edit): void;
  request(request: AcknowledgedRequest): void;
  wrote(write: SystemWrite): void;
  /** Values that an answer carried to the system. */
  show(side: Side, tokens: readonly number[]): void;
  isShown(side: Side, token: number): boolean;
  editOf(token: number): Edit | undefined;
  /** The two records are one thing from now on. */
  join(one: string, other: string): void;
  isSameThing(one: string, other: string): boolean;
  /** A person took the record out of its pair, or put it into another one. */
  loosen(record: string): void;
  isLoose(record: string): boolean;
  /** A person decided that these values may go, and with them what they took the place of. */
  excuse(tokens: readonly number[]): void;
  isExcused(token: number): boolean;
}

export function createJournal(say: (line: string) => void = () => undefined): Journal {
  const edits: Edit[] = [];
  const writes: SystemWrite[] = [];
  const requests: AcknowledgedRequest[] = [];
  const byToken = new Map<number, Edit>();
  const shown = new Set<string>();
  const parents = new Map<string, string>();
  const excused = new Set<number>();
  const loose = new Set<string>();
  const rootOf = (record: string): string => {
    const parent = parents.get(record);
    return parent === undefined ? record : rootOf(parent);
  };
  const excuse = (token: number): void => {
    if (excused.has(token)) return;
    excused.add(token);
    for (const before of tokensIn(byToken.get(token)?.overwrote ?? "")) excuse(before);
  };
  return {
    edits,
    writes,
    requests,
    request: (request) => {
      requests.push(request);
    },
    note: (edit) => {
      say(
        `  a person: ${edit.side} ${edit.id} ${edit.field} "${edit.overwrote}" -> "${edit.value}"`,
      );
      edits.push(edit);
      byToken.set(edit.token, edit);
    },
    wrote: (write) => {
      const what = write.fields.map(({ field, from, to }) => `${field} "${from}" -> "${to}"`);
      say(`  the system: ${write.side} ${write.id} ${write.kind} ${what.join(", ")}`);
      writes.push(write);
    },
    show: (side, tokens) => {
      for (const token of tokens) shown.add(`${side} ${token}`);
    },
    isShown: (side, token) => shown.has(`${side} ${token}`),
    editOf: (token) => byToken.get(token),
    join: (one, other) => {
      const [root, otherRoot] = [rootOf(one), rootOf(other)];
      if (root !== otherRoot) parents.set(root, otherRoot);
    },
    isSameThing: (one, other) => rootOf(one) === rootOf(other),
    loosen: (record) => {
      loose.add(record);
    },
    isLoose: (record) => [...loose].some((one) => rootOf(one) === rootOf(record)),
    excuse: (tokens) => {
      for (const token of tokens) excuse(token);
    },
    isExcused: (token) => excused.has(token),
  };
}
