import type { LocalStore } from "../store/local-store.ts";

/** Answers the store of the running test; each test has an empty one. */
export type TheStore = () => LocalStore;
