import { useCallback, useEffect, useRef, useState } from "react";
import type { Result } from "../../../../lib/domain/result.ts";
import type { Api, ApiFailure } from "./call-api.ts";
import { useApi } from "./use-api.ts";
import { whenSeen } from "./when-seen.ts";

export interface Loaded<T> {
  /** What was answered last, even where a later request failed. */
  readonly value: T | undefined;
  /** Why the latest request failed. */
  readonly failure: ApiFailure | undefined;
  readonly isLoading: boolean;
  readonly reload: () => void;
}

interface Options {
  /** Another key is another thing to load. */
  readonly key: string;
  /** Asks again so often while the page can be seen. */
  readonly everySeconds?: number | undefined;
}

interface State<T> {
  readonly key: string;
  readonly value?: T | undefined;
  readonly failure?: ApiFailure | undefined;
  readonly isLoading: boolean;
}

/** After a failure it is asked again by itself, so that the page comes back when the API does. */
const secondsAfterFailure = 5;

/** Loads something from the API, and keeps it fresh. */
export function useAnswer<T>(
  { key, everySeconds }: Options,
  load: (api: Api) => Promise<Result<T, ApiFailure>>,
): Loaded<T> {
  const api = useApi();
  const latest = useRef(load);
  latest.current = load;
  const [turn, setTurn] = useState(0);
  const [state, setState] = useState<State<T>>({ key, isLoading: true });
  const reload = useCallback(() => setTurn((number) => number + 1), []);

  useEffect(() => {
    const ended = new AbortController();
    const { signal } = ended;
    setState((before) => ({ ...(before.key === key ? before : { key }), isLoading: true }));
    const run = async (): Promise<void> => {
      const result = await latest.current(api);
      if (signal.aborted) return;
      setState((before) => afterAnswer(before, key, result));
      const seconds = result.ok ? everySeconds : secondsAfterFailure;
      if (seconds !== undefined) whenSeen(seconds, signal, reload);
    };
    void run();
    return () => ended.abort();
  }, [api, key, turn, everySeconds, reload]);

  const isThis = state.key === key;
  return {
    value: isThis ? state.value : undefined,
    failure: isThis ? state.failure : undefined,
    isLoading: !isThis || state.isLoading,
    reload,
  };
}

const afterAnswer = <T>(before: State<T>, key: string, result: Result<T, ApiFailure>): State<T> =>
  result.ok
    ? { key, value: result.value, isLoading: false }
    : { ...before, key, failure: result.failure, isLoading: false };
