import type { PageName } from "../../context/route.ts";
import { pluralIn } from "../plural.ts";

const plural = pluralIn("en");

const pages: Readonly<Record<PageName, string>> = {
  home: "Home",
  errors: "Coupled Data Synchronization Errors",
  mappings: "Integration Table Mappings",
  couplings: "Couplings",
  jobs: "Integration Synchronization Jobs",
  log: "Synchronization Log",
};

export const shell = {
  pages,
  /** In the navigation, where there is little room. */
  shortPages: {
    ...pages,
    errors: "Synchronization Errors",
    mappings: "Table Mappings",
    jobs: "Jobs",
  },
  navigation: "Pages",
  skipToPage: "Skip to the page",
  language: "Language",
  theme: "Appearance",
  themes: { system: "As the browser", light: "Light", dark: "Dark" },
  signOut: "Sign out",
  loading: "Loading…",
  clear: "Clear",
  close: "Close",
  cancel: "Cancel",
  refresh: "Refresh",
  tryAgain: "Try again",
  details: "Details",
  newWindow: "opens in a new window",
  brokenPage: "This page broke",
  brokenPageHint:
    "Nothing was changed by that. Load it again; if it stays so, notify who runs Tandem.",
  missingPartHint:
    "This part of the page could not be loaded. What was started goes on. Load the page again in a moment.",
  reloadPage: "Load the page again",
  unreachable: "Tandem does not answer",
  unreachableHint: "It is asked again by itself every few seconds. What was started goes on.",
  unreadable: (status: number) => `An answer could not be understood (status ${status})`,
  notPermitted: (role: string) => `This needs the role ${role}.`,
  requestId: (id: string) => `Request ${id}`,
  actions: "Actions",
  list: {
    loaded: (count: number) => plural(count, { one: "{n} row", other: "{n} rows" }),
    loadedSoFar: (count: number) =>
      plural(count, { one: "{n} row so far", other: "{n} rows so far" }),
    loadingMore: "Loading more…",
    select: (title: string) => `Select ${title}`,
    selectAll: "Select all rows",
    sortBy: (column: string) => `Sort by ${column}`,
  },
  jobs: {
    started: (name: string) => `${name} has started`,
    running: (name: string) => `${name} is running`,
    progress: (done: number, total: number | undefined) =>
      total === undefined
        ? plural(done, { one: "{n} record done", other: "{n} records done" })
        : `${plural(done, { one: "{n} record", other: "{n} records" })} of ${plural(total, { one: "{n}", other: "{n}" })} done`,
    runsOn: "It goes on when this page is closed.",
    done: (name: string) => `${name} is done`,
    doneWithErrors: (name: string) => `${name} is done; some records could not be done`,
    failed: (name: string) => `${name} failed`,
    cancelled: (name: string) => `${name} was cancelled`,
    show: "Show the job",
    /** Find for Deleted: what it finds is no failure of its own. */
    found: (n: number) =>
      plural(n, {
        one: "{n} deleted record found and listed",
        other: "{n} deleted records found and listed",
      }),
    nothingDone: "Nothing had to be written.",
  },
  counts: {
    inserted: (n: number) => plural(n, { one: "{n} created", other: "{n} created" }),
    modified: (n: number) => plural(n, { one: "{n} modified", other: "{n} modified" }),
    deleted: (n: number) => plural(n, { one: "{n} deleted", other: "{n} deleted" }),
    unchanged: (n: number) => plural(n, { one: "{n} unchanged", other: "{n} unchanged" }),
    skipped: (n: number) => plural(n, { one: "{n} skipped", other: "{n} skipped" }),
    failed: (n: number) => plural(n, { one: "{n} failed", other: "{n} failed" }),
    coupled: (n: number) => plural(n, { one: "{n} coupled", other: "{n} coupled" }),
    uncoupled: (n: number) => plural(n, { one: "{n} uncoupled", other: "{n} uncoupled" }),
  },
};
