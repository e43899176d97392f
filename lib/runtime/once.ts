/** Builds a value at its first use and keeps it; a failed attempt, be it a promise, is forgotten, so that the next one tries again. */
export function once<T>(build: () => T): () => T {
  let built: { readonly value: T } | undefined;
  return () => {
    if (built !== undefined) return built.value;
    const kept = { value: build() };
    built = kept;
    if (kept.value instanceof Promise) {
      kept.value.catch(() => {
        built = undefined;
      });
    }
    return kept.value;
  };
}

/** Does the work at the first call that succeeds, and never again in this process. */
export function onceDone(work: () => Promise<void>): () => Promise<void> {
  let done = false;
  return async () => {
    if (done) return;
    await work();
    done = true;
  };
}
