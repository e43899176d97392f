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
  updateConflict: "Změněno na obou stranách",
  deletedInBusinessCentral: "Odstraněno v Business Central",
  deletedInDataverse: "Odstraněno v Dataverse",
  dependencyMissing: "Čeká na jiný záznam",
  rejected: "Hodnota nebyla přijata",
  notPermitted: "Není povoleno",
  locked: "Záznam je uzamčen",
  unavailable: "Aplikace není dostupná",
  ambiguousMatch: "Protějšek není jistý",
};

const status: Words<ErrorStatus> = { skipped: "Přeskočeno", retrying: "Opakuje se" };

const action: Words<ErrorAction> = {
  retry: "Zkusit znovu",
  synchronize: "Synchronizovat",
  restore: "Obnovit záznamy",
  delete: "Odstranit záznamy",
  "remove-coupling": "Odebrat spárování",
};

const jobType: Words<JobType> = {
  synchronize: "Synchronizovat",
  fullSynchronize: "Úplná synchronizace",
  couple: "Spárovat",
  uncouple: "Odebrat spárování",
  findDeleted: "Najít odstraněné",
  resolve: "Vyřešit",
  restore: "Obnovit záznamy",
  delete: "Odstranit záznamy",
  verify: "Porovnat",
};

const jobState: Words<JobState> = {
  queued: "Čeká",
  running: "Probíhá",
  completed: "Dokončeno",
  completedWithErrors: "Dokončeno s chybami",
  failed: "Selhalo",
  cancelled: "Zrušeno",
};

const trigger: Words<JobTrigger> = { schedule: "Plán", manual: "Ručně", webhook: "Oznámení" };

const outcome: Words<Outcome> = {
  inserted: "Vytvořeno",
  modified: "Změněno",
  deleted: "Odstraněno",
  unchanged: "Beze změny",
  skipped: "Přeskočeno",
  failed: "Selhalo",
  coupled: "Spárováno",
  uncoupled: "Spárování odebráno",
};

const scheduleStatus: Words<ScheduleStatus> = {
  ready: "Připraveno",
  running: "Probíhá",
  onHold: "Pozastaveno",
  onHoldInactive: "Pozastaveno pro nečinnost",
  error: "Chyba",
};

const direction: Words<Direction> = {
  bidirectional: "Obousměrně",
  toDataverse: "Do Dataverse",
  toBusinessCentral: "Do Business Central",
};

/** Tables of the shipped mappings, as Business Central calls their records. */
const mapping: Readonly<Partial<Record<string, string>>> = {
  CUSTOMER: "Zákazník",
  CONTACT: "Kontakt",
  CURRENCY: "Měna",
  "ITEM-PRODUCT": "Zboží",
  SALESPEOPLE: "Prodejce",
};

/** Fields of the shipped mappings; any other is called by its own name. */
const field: Readonly<Partial<Record<string, string>>> = {
  addressLine1: "Adresa",
  addressLine2: "Adresa 2",
  city: "Město",
  code: "Kód",
  companyName: "Společnost",
  country: "Země/oblast",
  creditLimit: "Úvěrový limit",
  currency: "Měna",
  customerType: "Typ zákazníka",
  email: "E-mail",
  jobTitle: "Pracovní pozice",
  mobilePhone: "Mobilní telefon",
  name: "Název",
  number: "Číslo",
  owner: "Vlastník",
  phone: "Telefon",
  postalCode: "PSČ",
  precision: "Přesnost",
  state: "Kraj",
  symbol: "Symbol",
  type: "Typ",
  website: "Domovská stránka",
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
  yes: "Ano",
  no: "Ne",
  blank: "(prázdné)",
  unknown: "Neznámé",
  never: "Nikdy",
};
