import type {
  DeleteConflict,
  TableMapping,
  UpdateConflict,
} from "../../../../../lib/domain/mapping/mapping.ts";
import { pluralIn } from "../plural.ts";

const plural = pluralIn("cs");

const updateConflict: Readonly<Record<UpdateConflict, string>> = {
  manual: "Ručně",
  businessCentralWins: "Platí Business Central",
  dataverseWins: "Platí Dataverse",
  latestWins: "Platí poslední změna",
};

const deleteConflict: Readonly<Record<DeleteConflict, string>> = {
  manual: "Ručně",
  restore: "Obnovit záznam",
  removeCoupling: "Odebrat spárování",
  delete: "Odstranit i druhý",
};

const merge: Readonly<Record<TableMapping["merge"], string>> = {
  field: "Po polích",
  record: "Celé záznamy",
};

export const mappings = {
  intro: "Které tabulky se synchronizují, kterým směrem a čí data platí.",
  none: "Nejsou žádná mapování tabulek.",
  noneSelected: "Nejprve vyberte mapování.",
  oneOnly: "Vyberte jediné mapování.",
  disabled: "Mapování je vypnuté.",
  updateConflict,
  deleteConflict,
  merge,
  columns: {
    mapping: "Mapování",
    direction: "Směr",
    updateConflict: "Konflikty změn",
    deleteConflict: "Konflikty odstranění",
    couplings: "Spárováno",
    skipped: "Přeskočeno",
    retrying: "Opakuje se",
    status: "Stav",
    lastRun: "Poslední běh",
    nextRun: "Příští běh",
  },
  off: "Vypnuto",
  open: "Přerušeno",
  failing: "Selhává",
  actions: {
    synchronize: "Synchronizovat změněná data",
    fullSynchronize: "Spustit úplnou synchronizaci",
    couple: "Párování podle shody",
    findDeleted: "Najít odstraněné",
    verify: "Porovnat",
    uncouple: "Odebrat všechna spárování",
    edit: "Upravit",
    schedule: "Plán",
    restore: "Obnovit výchozí",
  },
  unchanged: "Je ve výchozí podobě.",
  notShipped: "Výchozí podobu mají jen dodaná mapování.",
  full: {
    explain:
      "Porovnají a synchronizují se všechny záznamy vybraných mapování bez ohledu na to, co už synchronizováno bylo. U mnoha záznamů to chvíli trvá.",
    confirm: "Synchronizovat",
  },
  couple: {
    explain:
      "K nespárovaným záznamům se v druhé aplikaci hledá protějšek podle polí pro shodu. Spárují se tam, kde se najde právě jeden.",
    confirm: "Spárovat",
    createUnmatched: "Vytvořit záznamy, které nemají protějšek",
    after: "Počáteční data spárovaných záznamů",
    afters: {
      none: "Ponechat oba, jak jsou",
      businessCentral: "Odeslat data z Business Central",
      dataverse: "Získat data z Dataverse",
    },
  },
  uncouple: {
    explain:
      "Odeberou se všechna spárování vybraných mapování. Záznamy v obou aplikacích zůstanou.",
    confirm: "Odebrat",
  },
  about: "Mapování",
  details: {
    name: "Podrobnosti",
    none: "Vyberte mapování a uvidíte podrobnosti.",
    filters: "Filtry",
    noFilter: "Všechny záznamy",
    fields: "Pole",
    message: "Proč poslední běh selhal",
    interrupted: "Přerušeno od",
    errors: (count: number) =>
      plural(count, {
        one: "Zobrazit {n} chybu",
        few: "Zobrazit {n} chyby",
        other: "Zobrazit {n} chyb",
      }),
    couplings: "Zobrazit spárování",
    jobs: "Zobrazit úlohy",
  },
  edit: {
    title: (name: string) => `Upravit: ${name}`,
    general: "Obecné",
    filters: "Filtry",
    fields: "Pole",
    json: "Vše jako JSON",
    jsonHint: "Co nemá výše formulář, lze změnit zde. Formuláře se řídí tím, co je platné.",
    enabled: "Zapnuto",
    onlyCoupled: "Jen spárované záznamy (nic se nevytváří)",
    direction: "Směr",
    updateConflict: "Konflikty změn",
    deleteConflict: "Konflikty odstranění",
    merge: "Porovnává se",
    parkAfter: "Počet nezdarů za sebou, než se záznam přeskočí",
    asMapping: "Podle mapování",
    field: "Pole",
    condition: (number: number, app: string) => `Podmínka ${number}, ${app}`,
    column: "Sloupec",
    is: "Podmínka",
    value: "Hodnota",
    valueHint:
      "Více hodnot oddělte čárkou. Čísla a true/false se píší přímo; text, který tak vypadá, do uvozovek.",
    add: "Přidat podmínku",
    remove: "Odebrat",
    conditions: {
      equal: "je rovno",
      notEqual: "není rovno",
      oneOf: "je jedno z",
      noneOf: "není žádné z",
      blank: "je prázdné",
      notBlank: "není prázdné",
      greater: "je větší než",
      less: "je menší než",
      startsWith: "začíná na",
    },
    save: "Uložit",
    saved: (name: string) => `${name}: uloženo`,
    retryHint:
      "Chyby, které čekají na rozhodnutí, převezmou novou strategii po volbě Zkusit znovu.",
    showErrors: "Zobrazit chyby",
    faults: "Zatím nelze uložit",
    notJson: "Toto není JSON.",
    changedMeanwhile:
      "Někdo jiný mapování mezitím změnil. Nic se neuložilo. Takto vypadá nyní; proveďte své změny znovu.",
    changedParts: "Co se změnilo:",
  },
  restore: {
    title: (name: string) => `Obnovit výchozí: ${name}`,
    explain:
      "Tyto části mapování se vrátí do podoby, v jaké byly dodány. Spárování a záznamy zůstanou, jak jsou.",
    confirm: "Obnovit",
    done: (name: string) => `${name}: obnovena výchozí podoba`,
  },
  schedule: {
    title: (name: string) => `Plán: ${name}`,
    minutes: "Minut mezi běhy",
    inactivity: "Minut odpočinku po běhu, který nic nezměnil",
    inactivityHint: "Prázdné: neodpočívá. 0: odpočívá, dokud ho něco neprobudí.",
    invalid: "Celé číslo od {least} do 44640",
    status: "Stav",
    attempts: "Nezdařených běhů za sebou",
    hold: "Pozastavit",
    resume: "Nastavit stav Připraveno",
    run: "Spustit nyní",
    save: "Uložit",
    saved: (name: string) => `Plán mapování ${name} je uložen`,
    never: "nikdy",
  },
};
