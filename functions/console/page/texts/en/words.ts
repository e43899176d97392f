import type {
  ErrorAction,
  ErrorKind,
  ErrorStatus,
} from "../../../../../lib/domain/error/error-item.ts";
import type { JobState, JobTrigger, JobType, Outcome } from "../../../../../lib/domain/job/job.ts";
import type { ScheduleStatus } from "../../../../../lib/domain/job/schedule.ts";
import type { Direction, Side } from "../../../../../lib/domain/side.ts";

type Words<Key extends string> = Readonly<Record<Key, string>>;

const side: Words<Side> = { businessCentral: "Business Central", dataverse: "Dataverse" };

const kind: Words<ErrorKind> = {
  updateConflict: "Changed on both sides",
  deletedInBusinessCentral: "Deleted in Business Central",
  deletedInDataverse: "Deleted in Dataverse",
  dependencyMissing: "Waits for another record",
  rejected: "Value not accepted",
  notPermitted: "Not permitted",
  locked: "Record locked",
  unavailable: "App unavailable",
  ambiguousMatch: "Counterpart not certain",
};

const status: Words<ErrorStatus> = { skipped: "Skipped", retrying: "Retrying" };

const action: Words<ErrorAction> = {
  retry: "Retry",
  synchronize: "Synchronize",
  restore: "Restore Records",
  delete: "Delete Records",
  "remove-coupling": "Remove Coupling",
};

const jobType: Words<JobType> = {
  synchronize: "Synchronize",
  fullSynchronize: "Full Synchronization",
  couple: "Couple",
  uncouple: "Remove Couplings",
  findDeleted: "Find for Deleted",
  resolve: "Resolve",
  restore: "Restore Records",
  delete: "Delete Records",
  verify: "Verify",
};

const jobState: Words<JobState> = {
  queued: "Waiting",
  running: "Running",
  completed: "Completed",
  completedWithErrors: "Completed with errors",
  failed: "Failed",
  cancelled: "Cancelled",
};

const trigger: Words<JobTrigger> = { schedule: "Schedule", manual: "Manual", webhook: "Notice" };

const outcome: Words<Outcome> = {
  inserted: "Created",
  modified: "Modified",
  deleted: "Deleted",
  unchanged: "Unchanged",
  skipped: "Skipped",
  failed: "Failed",
  coupled: "Coupled",
  uncoupled: "Uncoupled",
};

const scheduleStatus: Words<ScheduleStatus> = {
  ready: "Ready",
  running: "Running",
  onHold: "On Hold",
  onHoldInactive: "On Hold due to inactivity",
  error: "Error",
};

const direction: Words<Direction> = {
  bidirectional: "Bidirectional",
  toDataverse: "To Dataverse",
  toBusinessCentral: "To Business Central",
};

/** Tables of the shipped mappings, as Business Central calls their records. */
const mapping: Readonly<Partial<Record<string, string>>> = {
  CUSTOMER: "Customer",
  CONTACT: "Contact",
  CURRENCY: "Currency",
  "ITEM-PRODUCT": "Item",
  SALESPEOPLE: "Salesperson",
};

/** Fields of the shipped mappings; any other is called by its own name. */
const field: Readonly<Partial<Record<string, string>>> = {
  addressLine1: "Address",
  addressLine2: "Address 2",
  city: "City",
  code: "Code",
  companyName: "Company",
  country: "Country/Region",
  creditLimit: "Credit Limit",
  currency: "Currency",
  customerType: "Customer Type",
  email: "Email",
  jobTitle: "Job Title",
  mobilePhone: "Mobile Phone No.",
  name: "Name",
  number: "No.",
  owner: "Owner",
  phone: "Phone No.",
  postalCode: "ZIP Code",
  precision: "Precision",
  state: "State",
  symbol: "Symbol",
  type: "Type",
  website: "Home Page",
};

export const words = {
  side,
  kind,
  status,
  action,
  jobType,
  jobState,
  trigger,
  outcome,
  scheduleStatus,
  direction,
  mapping,
  field,
  yes: "Yes",
  no: "No",
  blank: "(blank)",
  unknown: "Unknown",
  never: "Never",
};
