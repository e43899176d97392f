/**
 * Dataverse's error codes by what they mean for us. Names in comments are Microsoft's.
 * Source: Microsoft's list of Web service error codes; statuses vary, so the code decides.
 */
const codesOf = {
  /** ObjectDoesNotExist: of the row that was addressed, or of any other one. */
  noSuchRow: ["0x80040217"],
  /** DuplicateRecord: the id is taken, or another unique value. */
  rowExists: ["0x80040237"],
  /** EntityKeyNameExists, DuplicateEntityKey, DuplicateRecordsFound; unique currency, price list and its item. */
  keyTaken: ["0x80060893", "0x80060892", "0x80040333", "0x80048CF3", "0x80043B0F", "0x80043B08"],
  /** A lookup that names its row by an alternate key. */
  relatedMissing: ["0x80060891"],
  /** ConcurrencyVersionMismatch. */
  staleVersion: ["0x80060882"],
  /** ConcurrencyVersionNotProvided, OptimisticConcurrencyNotEnabled. */
  rowVersionsOff: ["0x80060883", "0x8006088D"],
  /** No role, or creating switched off for the organisation: the same for every row of the table. */
  noRight: ["0x80042F09", "0x80040276"],
  /** PrivilegeDenied, AccessDenied, the new owner's rights, column security. */
  notPermitted: [
    "0x80040220",
    "0x80048306",
    "0x80040277",
    "0x80048405",
    "0x80040256",
    "0x80040231",
    "0x8004F502",
    "0x8004F504",
    "0x8004F507",
  ],
  /** The row, or the document it is a line of, is closed, inactive or locked. */
  readOnlyRow: ["0x8004022E", "0x80040230", "0x80040228", "0x80043B09"],
  /** A value, a lookup or a state that the table or a plug-in does not take; a row that others depend on. */
  rejected: [
    "0x80040200",
    "0x8004203E",
    "0x80040203",
    "0x80044331",
    "0x8004432F",
    "0x80044330",
    "0x8004022C",
    "0x80048CEC",
    "0x80048CEB",
    "0x8004431A",
    "0x8004431C",
    "0x80040239",
    "0x80040353",
    "0x80040206",
    "0x8004022D",
    "0x8004022B",
    "0x80040229",
    "0x80048408",
    "0x80100005",
    "0x80040265",
    "0x80040227",
    "0x80048103",
    "0x8004023B",
    "0x80040315",
    "0x8004418A",
    "0x80060890",
    "0x8006088F",
  ],
  // 0x80040224 and 0x80040216 ("unexpected") are judged by their status: 400 rejects, 500 may heal.
  /** Generic SQL error, most often a deadlock; a deletion that is still at work in the background. */
  busyRow: ["0x80044150", "0x8004032B"],
  /** SQL timeout; a plug-in that took too long or whose host is missing. */
  failing: ["0x80044151", "0x80044171", "0x80044172", "0x80044173", "0x80081111", "0x8004418E"],
  /** Service protection, and a database that is short of resources. */
  throttled: [
    "0x80072321",
    "0x80072322",
    "0x80072326",
    "0x8005F103",
    "0x80072323",
    "0x80072324",
    "0x80048544",
    "0x80048542",
  ],
  /** The caller's token or user. */
  wrongCredentials: ["0x80040204", "0x80040225", "0x8004A100", "0x8004A101", "0x8004A112"],
  /** OrganizationDisabled, and a solution import that is under way. */
  outOfService: ["0x8004A104", "0x80048543"],
  /** The storage of the environment is full: nothing changes that but more of it. */
  storageFull: ["0x80072325", "0x8004B057"],
  /** The table does not track changes, or cannot. */
  notTracked: ["0x80072491", "0x80072492"],
  /** A delta token that is too old, or older than a change of the table. */
  cursorExpired: ["0x80044352"],
  unknownEntity: ["0x8006088A"],
};

export type CodeMeaning = keyof typeof codesOf;

const meanings = new Map<string, CodeMeaning>();
for (const meaning of Object.keys(codesOf).filter(isMeaning)) {
  for (const code of codesOf[meaning]) meanings.set(code, meaning);
}

/** Undefined where the code is empty or not one of these: then the status decides. */
export const meaningOfCode = (code: string): CodeMeaning | undefined => meanings.get(code);

function isMeaning(name: string): name is CodeMeaning {
  return name in codesOf;
}
