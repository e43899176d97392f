import type {
  DeleteConflict,
  TableMapping,
  UpdateConflict,
} from "../../../../../lib/domain/mapping/mapping.ts";
import { pluralIn } from "../plural.ts";

const plural = pluralIn("en");

const updateConflict: Readonly<Record<UpdateConflict, string>> = {
  manual: "Manual",
  businessCentralWins: "Business Central wins",
  dataverseWins: "Dataverse wins",
  latestWins: "The latest change wins",
};

const deleteConflict: Readonly<Record<DeleteConflict, string>> = {
  manual: "Manual",
  restore: "Restore the record",
  removeCoupling: "Remove the coupling",
  delete: "Delete the other too",
};

const merge: Readonly<Record<TableMapping["merge"], string>> = {
  field: "Field by field",
  record: "Whole records",
};

export const mappings = {
  intro: "Which tables are kept in step, in which direction, and who wins.",
  none: "There are no table mappings.",
  noneSelected: "Select a mapping first.",
  oneOnly: "Select a single mapping.",
  disabled: "The mapping is disabled.",
  updateConflict,
  deleteConflict,
  merge,
  columns: {
    mapping: "Mapping",
    direction: "Direction",
    updateConflict: "Update conflicts",
    deleteConflict: "Delete conflicts",
    couplings: "Coupled",
    skipped: "Skipped",
    retrying: "Retrying",
    status: "Status",
    lastRun: "Last run",
    nextRun: "Next run",
  },
  off: "Disabled",
  open: "Interrupted",
  failing: "Failing",
  actions: {
    synchronize: "Synchronize Modified Data",
    fullSynchronize: "Run Full Synchronization",
    couple: "Match-Based Coupling",
    findDeleted: "Find for Deleted",
    verify: "Verify",
    uncouple: "Remove All Couplings",
    edit: "Edit",
    schedule: "Schedule",
    restore: "Restore Default",
  },
  unchanged: "It is as it was shipped.",
  notShipped: "Only shipped mappings have a default.",
  full: {
    explain:
      "All records of the chosen mappings are compared and synchronized, whatever was synchronized before. With many records this takes a while.",
    confirm: "Synchronize",
  },
  couple: {
    explain:
      "Records that are not coupled are looked for in the other app by the match fields, and coupled where exactly one is found.",
    confirm: "Couple",
    createUnmatched: "Create records that have no counterpart",
    after: "Initial data of what was coupled",
    afters: {
      none: "Leave both as they are",
      businessCentral: "Send data from Business Central",
      dataverse: "Get data from Dataverse",
    },
  },
  uncouple: {
    explain: "All couplings of the chosen mappings are removed. The records stay in both apps.",
    confirm: "Remove",
  },
  about: "Mappings",
  details: {
    name: "Details",
    none: "Select a mapping to see its details.",
    filters: "Filters",
    noFilter: "All records",
    fields: "Fields",
    message: "Why the last run failed",
    interrupted: "Interrupted since",
    errors: (count: number) => plural(count, { one: "Show {n} error", other: "Show {n} errors" }),
    couplings: "Show couplings",
    jobs: "Show jobs",
  },
  edit: {
    title: (name: string) => `Edit ${name}`,
    general: "General",
    filters: "Filters",
    fields: "Fields",
    json: "Everything, as JSON",
    jsonHint: "What has no form above can be changed here. The forms follow what is valid.",
    enabled: "Enabled",
    onlyCoupled: "Only coupled records (creates nothing)",
    direction: "Direction",
    updateConflict: "Update conflicts",
    deleteConflict: "Delete conflicts",
    merge: "Compared",
    parkAfter: "Failures in a row before a record is skipped",
    asMapping: "As the mapping",
    field: "Field",
    condition: (number: number, app: string) => `Condition ${number}, ${app}`,
    column: "Column",
    is: "Is",
    value: "Value",
    valueHint:
      "Several values with commas between them. Numbers and true/false as they are; a text that looks like one in quotes.",
    add: "Add a condition",
    remove: "Remove",
    conditions: {
      equal: "equal to",
      notEqual: "not equal to",
      oneOf: "one of",
      noneOf: "none of",
      blank: "blank",
      notBlank: "not blank",
      greater: "greater than",
      less: "less than",
      startsWith: "starts with",
    },
    save: "Save",
    saved: (name: string) => `${name} is saved`,
    retryHint: "Errors that wait for a decision take the new strategy with Retry.",
    showErrors: "Show the errors",
    faults: "This cannot be saved yet",
    notJson: "This is not JSON.",
    changedMeanwhile:
      "Somebody else changed this mapping meanwhile. Nothing was saved. This is how it is now; make your changes again.",
    changedParts: "What they changed:",
  },
  restore: {
    title: (name: string) => `Restore Default: ${name}`,
    explain:
      "These parts of the mapping go back to how they were shipped. Couplings and records stay as they are.",
    confirm: "Restore",
    done: (name: string) => `${name} is as it was shipped`,
  },
  schedule: {
    title: (name: string) => `Schedule: ${name}`,
    minutes: "Minutes between runs",
    inactivity: "Minutes of rest after a run that changed nothing",
    inactivityHint: "Blank: never rests. 0: rests until something wakes it.",
    invalid: "A whole number from {least} to 44640",
    status: "Status",
    attempts: "Failed runs in a row",
    hold: "Set On Hold",
    resume: "Set Status to Ready",
    run: "Run now",
    save: "Save",
    saved: (name: string) => `The schedule of ${name} is saved`,
    never: "never",
  },
};
