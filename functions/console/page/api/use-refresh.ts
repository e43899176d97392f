import { useEffect } from "react";
import { whenSeen } from "./when-seen.ts";

/** Asks again that number of seconds after `news` came, while the page can be seen; never where that is undefined. */
export function useRefresh(seconds: number | undefined, news: unknown, refresh: () => void): void {
  useEffect(() => {
    if (seconds === undefined) return;
    const ended = new AbortController();
    whenSeen(seconds, ended.signal, refresh);
    return () => ended.abort();
  }, [seconds, news, refresh]);
}
