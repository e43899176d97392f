import { pluralIn } from "../plural.ts";

const plural = pluralIn("en");
const records = { one: "{n} record", other: "{n} records" };

export const errors = {
  intro: "Records that could not be synchronized. Everything else goes on.",
  none: "Everything is in step.",
  noneFound: "Nothing matches the filter.",
  columns: {
    mapping: "Table",
    businessCentral: "Business Central",
    dataverse: "Dataverse",
    kind: "What happened",
    message: "Error message",
    since: "Since",
    occurrences: "Occurrences",
    status: "Status",
    assignee: "Assigned to",
  },
  filters: {
    name: "Filters",
    mapping: "Table",
    allMappings: "All tables",
    kind: "What happened",
    allKinds: "All kinds",
    status: "Status",
    allStatuses: "All statuses",
    search: "Search",
    clear: "Clear filters",
  },
  deleted: "deleted",
  noTitle: "(no title)",
  retryRequested: "Next run",
  actions: {
    retryAll: "Retry All",
    findDeleted: "Find for Deleted",
    log: "Synchronization Log",
    notes: "Assign / Note",
    couple: "Set Up Coupling",
    notForAll:
      "Not every selected error allows this. Select errors of one kind, or everything that matches a filter.",
  },
  selection: {
    rows: (count: number) => `${plural(count, records)} selected`,
    everything: "Everything that matches the filter is selected",
    selectEverything: "Select everything that matches the filter",
    clear: "Clear selection",
    searchHint: "Actions for everything do not follow the search text: select rows instead.",
  },
  details: {
    name: "Details",
    none: "Select a row to see its details.",
    hint: "What to do",
    firstFailed: "First failed",
    lastFailed: "Last failed",
    occurrences: "Failures in a row",
    job: "Job",
    candidates: "Records that could be the counterpart",
    assignee: "Assigned to",
    note: "Note",
    edits: "History of notes",
    fields: "Fields",
    nobody: "Nobody",
  },
  notes: {
    title: "Assign / Note",
    assignee: "Assigned to",
    note: "Note",
    save: "Save",
    changed: "Somebody changed it meanwhile. This is how it is now.",
    saved: "The note is saved",
  },
  retry: {
    title: "Retry All",
    explain:
      "Everything that the filter shows and that can be tried again takes part in the next synchronization.",
    notSearched:
      "The text that is searched for does not count: what the other filters show is retried.",
    now: "Synchronize now",
    preview: "What would happen?",
    confirm: "Retry",
    done: (count: number) =>
      plural(count, {
        one: "{n} record is part of the next synchronization",
        other: "{n} records are part of the next synchronization",
      }),
  },
  findDeleted: {
    title: "Find for Deleted",
    explain:
      "Looks in both apps for coupled records whose counterpart was deleted, and lists them here; what is listed without a coupling and is no longer there leaves the list. Nothing is written to either app.",
    confirm: "Find",
    mapping: "Table",
  },
  preview: {
    preparing: "Finding out what will happen…",
    total: (count: number) => `This is about ${plural(count, records)}.`,
    will: (app: string) => `In ${app}`,
    deleted: (count: number) =>
      plural(count, { one: "{n} record will be deleted", other: "{n} records will be deleted" }),
    inserted: (count: number) =>
      plural(count, { one: "{n} record will be created", other: "{n} records will be created" }),
    modified: (count: number) =>
      plural(count, { one: "{n} record will be changed", other: "{n} records will be changed" }),
    coupled: (count: number) =>
      plural(count, { one: "{n} pair will be coupled", other: "{n} pairs will be coupled" }),
    uncoupled: (count: number) =>
      plural(count, {
        one: "{n} coupling will be removed; the records stay",
        other: "{n} couplings will be removed; the records stay",
      }),
    failed: (count: number) =>
      plural(count, { one: "{n} record cannot be done", other: "{n} records cannot be done" }),
    untouched: "Nothing will be written",
    leftOut: (count: number) => `${plural(count, records)} left out`,
    because: (count: number, reason: string) => `${plural(count, records)}: ${reason}`,
    which: "Record by record",
    some: (shown: number) => `The first ${shown} are shown.`,
    record: "Record",
    app: "App",
    what: "What will happen",
    undo: "This cannot be undone from here. The values of mapped fields stay in the Synchronization Log.",
  },
  confirm: {
    restore: "Restore",
    delete: "Delete",
    "remove-coupling": "Remove",
    synchronize: "Synchronize",
    retry: "Retry",
  },
  explain: {
    restore:
      "The deleted record is created again in the app where it is missing, and the two are coupled again.",
    delete: "The surviving record is deleted too, and the coupling with it.",
    "remove-coupling":
      "The coupling is removed. What is there of both records stays as it is and is no longer kept in step.",
    synchronize: "Both records are brought into step with the data that you choose.",
    retry: "The records are part of the next synchronization.",
  },
};
