import { pluralIn } from "../plural.ts";

const plural = pluralIn("cs");
const records = { one: "{n} záznam", few: "{n} záznamy", other: "{n} záznamů" };
/** After "týká se". */
const ofRecords = { one: "{n} záznamu", few: "{n} záznamů", other: "{n} záznamů" };
const pairs = { one: "{n} dvojice", few: "{n} dvojice", other: "{n} dvojic" };

export const errors = {
  intro: "Záznamy, které nebylo možné synchronizovat. Vše ostatní běží dál.",
  none: "Vše je synchronizováno.",
  noneFound: "Filtru nic neodpovídá.",
  columns: {
    mapping: "Tabulka",
    businessCentral: "Business Central",
    dataverse: "Dataverse",
    kind: "Co se stalo",
    message: "Chybová zpráva",
    since: "Od",
    occurrences: "Výskyty",
    status: "Stav",
    assignee: "Přiřazeno",
  },
  filters: {
    name: "Filtry",
    mapping: "Tabulka",
    allMappings: "Všechny tabulky",
    kind: "Co se stalo",
    allKinds: "Všechny druhy",
    status: "Stav",
    allStatuses: "Všechny stavy",
    search: "Hledat",
    clear: "Vymazat filtry",
  },
  deleted: "odstraněn",
  noTitle: "(bez názvu)",
  retryRequested: "Příští běh",
  actions: {
    retryAll: "Zkusit vše znovu",
    findDeleted: "Najít odstraněné",
    log: "Protokol synchronizace",
    notes: "Přiřadit / Poznámka",
    couple: "Nastavit spárování",
    notForAll:
      "Ne každá vybraná chyba to dovoluje. Vyberte chyby jednoho druhu, nebo vše, co odpovídá filtru.",
  },
  selection: {
    rows: (count: number) => `Vybráno: ${plural(count, records)}`,
    everything: "Je vybráno vše, co odpovídá filtru",
    selectEverything: "Vybrat vše, co odpovídá filtru",
    clear: "Zrušit výběr",
    searchHint: "Akce pro vše se neřídí hledaným textem: vyberte raději řádky.",
  },
  details: {
    name: "Podrobnosti",
    none: "Podrobnosti se zobrazí po výběru řádku.",
    hint: "Co s tím",
    firstFailed: "Poprvé selhalo",
    lastFailed: "Naposledy selhalo",
    occurrences: "Selhání v řadě",
    job: "Úloha",
    candidates: "Záznamy, které mohou být protějškem",
    assignee: "Přiřazeno",
    note: "Poznámka",
    edits: "Historie poznámek",
    fields: "Pole",
    nobody: "Nikomu",
  },
  notes: {
    title: "Přiřadit / Poznámka",
    assignee: "Přiřazeno",
    note: "Poznámka",
    save: "Uložit",
    changed: "Někdo to mezitím změnil. Takto to vypadá nyní.",
    saved: "Poznámka je uložena",
  },
  retry: {
    title: "Zkusit vše znovu",
    explain: "Vše, co filtr zobrazuje a co lze zkusit znovu, bude součástí příští synchronizace.",
    notSearched: "Hledaný text se nepočítá: zopakuje se, co zobrazují ostatní filtry.",
    now: "Synchronizovat nyní",
    preview: "Co by se stalo?",
    confirm: "Zkusit znovu",
    done: (count: number) => `Do příští synchronizace zařazeno: ${plural(count, records)}`,
  },
  findDeleted: {
    title: "Najít odstraněné",
    explain:
      "V obou aplikacích vyhledá spárované záznamy, jejichž protějšek byl odstraněn, a zobrazí je zde; co je v seznamu bez spárování a už neexistuje, z něj zmizí. Do žádné aplikace se nic nezapisuje.",
    confirm: "Najít",
    mapping: "Tabulka",
  },
  preview: {
    preparing: "Zjišťuje se, co se stane…",
    total: (count: number) => `Týká se ${plural(count, ofRecords)}.`,
    will: (app: string) => `V ${app}`,
    deleted: (count: number) => `Bude odstraněno: ${plural(count, records)}`,
    inserted: (count: number) => `Bude vytvořeno: ${plural(count, records)}`,
    modified: (count: number) => `Bude změněno: ${plural(count, records)}`,
    coupled: (count: number) => `Bude spárováno: ${plural(count, pairs)}`,
    uncoupled: (count: number) =>
      `Spárování bude odebráno: ${plural(count, pairs)}; záznamy zůstanou`,
    failed: (count: number) => `Nelze provést: ${plural(count, records)}`,
    untouched: "Nic se nezapíše",
    leftOut: (count: number) => `Vynecháno: ${plural(count, records)}`,
    because: (count: number, reason: string) => `${plural(count, records)}: ${reason}`,
    which: "Záznam po záznamu",
    some: (shown: number) => `Zobrazeno je prvních ${shown}.`,
    record: "Záznam",
    app: "Aplikace",
    what: "Co se stane",
    undo: "Odtud to nelze vrátit. Hodnoty mapovaných polí zůstávají v protokolu synchronizace.",
  },
  confirm: {
    restore: "Obnovit",
    delete: "Odstranit",
    "remove-coupling": "Odebrat",
    synchronize: "Synchronizovat",
    retry: "Zkusit znovu",
  },
  explain: {
    restore: "Odstraněný záznam se znovu vytvoří v aplikaci, kde chybí, a oba se znovu spárují.",
    delete: "Odstraní se i zbylý záznam a s ním spárování.",
    "remove-coupling":
      "Spárování se odebere. Co z obou záznamů existuje, zůstane, jak je, a dále se nesynchronizuje.",
    synchronize: "Oba záznamy se sjednotí podle dat, která vyberete.",
    retry: "Záznamy budou součástí příští synchronizace.",
  },
};
