import { useCallback, useEffect, useRef, useState } from "react";
import type { Result } from "../../../../lib/domain/result.ts";
import type { Api, ApiFailure, PageRequest } from "./call-api.ts";
import { useApi } from "./use-api.ts";
import { whenSeen } from "./when-seen.ts";

export interface Page<T> {
  readonly items: readonly T[];
  readonly cursor?: string | undefined;
}

export interface Pages<T> {
  readonly items: readonly T[];
  readonly failure: ApiFailure | undefined;
  readonly isLoading: boolean;
  /** There is nothing after the items. */
  readonly isComplete: boolean;
  /** Loads what comes after; does nothing while it loads, or when there is nothing. */
  readonly loadMore: () => void;
  /** Loads again, as many items as are there now and no more than `most`. */
  readonly reload: (most?: number) => void;
}

interface State<T> {
  readonly key: string;
  readonly items: readonly T[];
  readonly cursor?: string | undefined;
  readonly failure?: ApiFailure | undefined;
  readonly isLoading: boolean;
  readonly isComplete: boolean;
}

type Load<T> = (api: Api, page: PageRequest) => Promise<Result<Page<T>, ApiFailure>>;

/** Few, so that the first screen is there at once; then many. */
const firstPage = 50;
const furtherPage = 200;
const mostAtOnce = 500;

const secondsAfterFailure = 5;

/** Whoever went far goes farther. */
const limitAfter = (loaded: number): number =>
  Math.min(mostAtOnce, Math.max(furtherPage, Math.floor(loaded / 4)));

const nothing = <T>(key: string): State<T> => ({
  key,
  items: [],
  isLoading: true,
  isComplete: false,
});

/** A list of any length, loaded as far as somebody looks. Another key is another list. */
export function usePages<T>(key: string, load: Load<T>): Pages<T> {
  const api = useApi();
  const latest = useRef(load);
  latest.current = load;
  const current = useRef<AbortController>(new AbortController());
  const [state, setState] = useState<State<T>>(() => nothing(key));
  const shown = useRef(state);
  shown.current = state;

  const begin = useCallback(
    (wanted: number) => {
      current.current.abort();
      const ended = new AbortController();
      current.current = ended;
      const { signal } = ended;
      setState((before) => ({
        ...(before.key === key ? before : nothing<T>(key)),
        isLoading: true,
      }));
      const run = async (): Promise<void> => {
        const read = await readUpTo(wanted, (page) => latest.current(api, page), signal);
        if (signal.aborted) return;
        setState((before) =>
          read.ok
            ? { key, ...read.value, isLoading: false, isComplete: read.value.cursor === undefined }
            : { ...before, failure: read.failure, isLoading: false },
        );
        if (!read.ok) whenSeen(secondsAfterFailure, signal, () => begin(wanted));
      };
      void run();
    },
    [api, key],
  );

  useEffect(() => {
    begin(0);
    return () => current.current.abort();
  }, [begin]);

  const loadMore = useCallback(() => {
    const { cursor, failure, isLoading, isComplete, key: shownKey, items } = shown.current;
    const loaded = items.length;
    if (isLoading || isComplete || cursor === undefined || shownKey !== key) return;
    // It is asked again by itself, and not as fast as the list can be drawn.
    if (failure !== undefined) return;
    const { signal } = current.current;
    setState((before) => ({ ...before, isLoading: true }));
    shown.current = { ...shown.current, isLoading: true };
    const run = async (): Promise<void> => {
      const page = await latest.current(api, { cursor, limit: limitAfter(loaded) });
      if (signal.aborted) return;
      setState((before) =>
        page.ok ? withPage(before, page.value) : afterFailure(before, page.failure),
      );
      const goOn = (): void => setState((before) => ({ ...before, failure: undefined }));
      if (!page.ok) whenSeen(secondsAfterFailure, signal, goOn);
    };
    void run();
  }, [api, key]);

  const reload = useCallback(
    (most = Number.POSITIVE_INFINITY) => begin(Math.min(most, shown.current.items.length)),
    [begin],
  );

  const now = state.key === key ? state : nothing<T>(key);
  const { items, failure, isLoading, isComplete } = now;
  return { items, failure, isLoading, isComplete, loadMore, reload };
}

const withPage = <T>(before: State<T>, { items, cursor }: Page<T>): State<T> => ({
  ...before,
  items: [...before.items, ...items],
  cursor,
  failure: undefined,
  isLoading: false,
  isComplete: cursor === undefined,
});

const afterFailure = <T>(before: State<T>, failure: ApiFailure): State<T> => ({
  ...before,
  failure,
  isLoading: false,
});

/** At least one page, and more until that number of items is there; a page may be empty and have a next one. */
async function readUpTo<T>(
  wanted: number,
  load: (page: PageRequest) => Promise<Result<Page<T>, ApiFailure>>,
  signal: AbortSignal,
): Promise<Result<Page<T>, ApiFailure>> {
  let items: readonly T[] = [];
  let cursor: string | undefined;
  do {
    const limit = Math.min(mostAtOnce, Math.max(firstPage, wanted - items.length));
    const page = await load({ cursor, limit });
    if (!page.ok) return page;
    items = [...items, ...page.value.items];
    cursor = page.value.cursor;
  } while (cursor !== undefined && items.length < wanted && !signal.aborted);
  return { ok: true, value: { items, cursor } };
}
