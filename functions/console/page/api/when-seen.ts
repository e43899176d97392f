/** Acts after this number of seconds, or later when the page can be seen again; never once aborted. */
export function whenSeen(seconds: number, signal: AbortSignal, act: () => void): void {
  const timer = window.setTimeout(() => {
    if (!document.hidden) {
      act();
      return;
    }
    document.addEventListener("visibilitychange", act, { once: true, signal });
  }, seconds * 1000);
  signal.addEventListener("abort", () => window.clearTimeout(timer));
}
