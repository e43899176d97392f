type Words = Readonly<Record<string, string>>;

const sentBack = "May be sent back as it was read, and changes nothing";

/** What a request body says, by the name of the property, wherever it stands. */
export const requestWords: Words = {
  ids: "Named ones. Of several, those that it cannot be done to are left out with the reason; where that is all of them, nothing is done and the answer is a problem (404 all unknown, 422 not for this kind, otherwise 409)",
  filter: "All that match. Name at least one property; what means everything is all: true",
  all: "Everything there is",
  mapping: "Name of an integration table mapping",
  kind: "Why the records are listed",
  status:
    "Of errors, skipped: waits for a person; retrying: tried again by itself. Of a schedule: may be sent back as it was read",
  preview:
    "Only say, in the job's log, what would be written field by field; nothing is written anywhere",
  seen: "Revisions of the errors as they were shown, by id: those that changed since are left out, or refused (409) where there is but one",
  revision: "Of what was shown: refused with 409 when it changed since",
  runNow: "Also starts the mappings concerned; otherwise their next run takes the records up",
  use: "Whose data both sides get. merge: each side's own changes, where they do not dispute; disputed fields have to stand in fields",
  fields: "Fields, by their names in the mapping, that get another side's data than use says",
  force:
    "Also where a record was edited since it was listed; otherwise that is refused with 409, and the item as it is now",
  businessCentralId: "Id of the record in Business Central",
  businessCentralKey: "Instead of the id: the record's number or code, in the mapping's key column",
  dataverseId: "Id of the record in Dataverse",
  dataverseTitle:
    "Instead of the id: the record's whole name, in the mapping's title column; refused where several have it",
  create: "The side where a new record is made and coupled; do not name one on that side",
  initialSync: "Whose data the coupled records get. none: both stay as they are",
  createUnmatched: "Also creates what has no match on the other side",
  synchronizeAfter:
    "Whose data the new pairs get; by the mapping's updateConflict when absent, none: both stay as they are",
  names: "Names of integration table mappings",
  nextRunAt: sentBack,
  lastRunAt: sentBack,
  attempts: sentBack,
  message: sentBack,
  circuit: sentBack,
  openSince: sentBack,
  reason: sentBack,
  assignee: "Who looks after it; null takes it away",
  note: "What people know about it; null takes it away",
  minutesBetweenRuns: "Minutes from the end of a run to the next one",
  inactivityTimeoutMinutes: "Minutes without changes after which the schedule rests; 0: never",
};

/** What the options of a mapping do. */
export const mappingWords: Words = {
  name: "What it is called: of a mapping in capitals; of a field as messages, logs and choices call it",
  enabled: "false: nothing is synchronized, and couplings stay",
  direction: "Which side's changes go to the other one; of a field, narrower than its mapping",
  businessCentral: "The table, column or columns in Business Central",
  dataverse: "The table, column or columns in Dataverse",
  entity: "Entity set of the API, e.g. customers",
  api: "Path of a custom API, publisher/group/version; the standard v2.0 when absent",
  key: "Column with the record's key (number, code): what people call it by, and what lookups by key use",
  title: "Column with the name that people know the record by",
  filter:
    "Conditions that a record must all fulfil to take part; one outside is left alone, never deleted",
  set: "Entity set, e.g. accounts",
  table: "Logical name, e.g. account",
  id: "Column with the row's id",
  changeTracking:
    "The table tells of changes and deletions since a moment; otherwise it is read by modification time",
  mergeable: "Rows can be merged (account, contact)",
  onlyCoupled:
    "true: records without a counterpart are left alone; false: they get one, but for those that a person uncoupled",
  merge:
    "field: edits to different fields merge; record: changes on both sides are a conflict, as in Business Central",
  updateConflict:
    "Both sides changed a field differently. manual: the pair is listed for a person; latestWins goes by the modification times",
  deleteConflict:
    "One record of a pair was deleted. manual: the other is listed; restore: created again; delete: the other goes too",
  parkAfter:
    "Failures in a row after which a record that could heal is skipped and waits for a person",
  maxDeletedShare:
    "Largest share of the couplings, or of the records it looks for, that one run may find deleted before it stops and asks",
  maxFailedShare:
    "Share of one piece of a run that may fail for the first time before it counts as one problem of the mapping",
  dependsOn: "Mappings to synchronize fully before this one",
  schedule: "Of its first day; later the schedules' own business",
  minutesBetweenRuns: "Minutes from the end of a run to the next one",
  inactivityTimeoutMinutes: "Minutes without changes after which the schedule rests; 0: never",
  fields: "What is synchronized, column by column",
  kind: "What the field holds: compared and converted accordingly. constant: written to one side, read from neither",
  startsFrom:
    "Of a one-way field, what a record created on the origin's side begins with: origin, what the app gives new records; receiver, what the receiving record holds",
  match: "Match-Based Coupling finds records to be the same by it",
  priority: "Fields of equal priority must all agree; smaller ones go first",
  caseSensitive: "Upper and lower case differ",
  column: "Property of the record",
  columns: "Properties that the text is joined from, in this order",
  separator: "What stands between joined columns",
  maxLength: "Characters that each column takes",
  length: "A text that is too long: reject lists the record, truncate cuts the text",
  transform:
    "Steps that change a text on its way to Dataverse; in a two-way field each must have an inverse",
  find: "Text that is replaced",
  with: "What takes its place",
  pattern: "Regular expression of what is replaced",
  values: "From Business Central's values to Dataverse's, one to one",
  otherwise: "A value that is not among them: keep it as it is, or refuse the record",
  start: "First character that is kept, from 0",
  on: "create: written only into a new record, and left alone afterwards",
  scale: "Decimals that both sides can hold (the narrower of the two)",
  blank:
    'Business Central\'s blank, unless values names it: _x0020_ (an enum) when absent, "" for a code',
  mapping: "Mapping of the table that the reference leads to",
  by: "key: the column holds the other record's key (number, code) and not its id",
  navigation: "Navigation property that is written (name@odata.bind)",
  whenUncoupled:
    "While the other record is not coupled. defer: write the rest, add the link when it can be; wait: write nothing; clear: blank the link; leave: do not touch it",
  blankIs: "What Dataverse holds where Business Central is blank",
  notNull: "A blank never replaces a link on the other side (Business Central's Not Null)",
  side: "The side that it is written to",
  value: "What it is compared with, or what is written",
  is: "How the column compares with the value",
  row: "A Dataverse row to bind to, found by one of its columns",
  equals: "What that column holds",
};

/** What a job tells. */
export const jobWords: Words = {
  message: "Why it failed, what could not be treated, or that cancelling came too late",
  preview: "Only says in its log what it would do; nothing is written anywhere",
  cancelRequested: "It ends before its next step, as cancelled if work is left",
  refused:
    "Errors named in the request that were left as they are, since their situation had changed",
  log: "Address of what it did to each record",
  counters:
    "What was done to each side. A record that failed counts on each side that it could not be brought to: a conflict, or a difference that Verify found, on both",
};
