import type { LocalStore } from "../store/local-store.ts";

export type StoreUnderTest = Pick<LocalStore, "store" | "table" | "clock" | "meter" | "again">;

/** Answers the store of the running test; each test has an empty one. */
export type TheStore = () => StoreUnderTest;
