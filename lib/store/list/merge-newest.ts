/** A line of one of several sorted partitions. Positions are unique over all of them. */
export interface Line<T> {
  readonly at: string;
  readonly value: T;
}

/** Reads lines behind `before`, newest (greatest position) first. */
export type ReadNewest<T> = (
  before: string | undefined,
  limit: number,
) => Promise<{ readonly lines: readonly Line<T>[]; readonly next: string | undefined }>;

interface Source<T> {
  readonly read: ReadNewest<T>;
  lines: readonly Line<T>[];
  next: string | undefined;
  ended: boolean;
}

/** The newest `limit` lines of several sorted partitions as one list; work grows with `limit` only. */
export const mergeNewest = async <T>(
  partitions: readonly ReadNewest<T>[],
  before: string | undefined,
  limit: number,
): Promise<{ readonly lines: readonly Line<T>[]; readonly next: string | undefined }> => {
  const size = Math.max(10, Math.ceil((2 * limit) / Math.max(1, partitions.length)));
  const sources = partitions.map(
    (read): Source<T> => ({ read, lines: [], next: before, ended: false }),
  );
  const lines: Line<T>[] = [];
  while (lines.length < limit) {
    await Promise.all(sources.map((source) => refill(source, Math.min(size, limit))));
    const newest = newestOf(sources);
    const line = newest?.lines[0];
    if (newest === undefined || line === undefined) return { lines, next: undefined };
    newest.lines = newest.lines.slice(1);
    lines.push(line);
  }
  return { lines, next: lines.at(-1)?.at };
};

const refill = async <T>(source: Source<T>, size: number): Promise<void> => {
  while (source.lines.length === 0 && !source.ended) {
    const answer = await source.read(source.next, size);
    source.lines = answer.lines;
    source.next = answer.next;
    source.ended = answer.next === undefined;
  }
};

const newestOf = <T>(sources: readonly Source<T>[]): Source<T> | undefined => {
  let newest: Source<T> | undefined;
  for (const source of sources) {
    const at = source.lines[0]?.at;
    if (at === undefined) continue;
    if (newest === undefined || at > (newest.lines[0]?.at ?? "")) newest = source;
  }
  return newest;
};
