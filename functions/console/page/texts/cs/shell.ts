import type { PageName } from "../../context/route.ts";
import { pluralIn } from "../plural.ts";

const plural = pluralIn("cs");

const records = { one: "{n} záznam", few: "{n} záznamy", other: "{n} záznamů" };

const pages: Readonly<Record<PageName, string>> = {
  home: "Domů",
  errors: "Chyby synchronizace spárovaných dat",
  mappings: "Mapování integračních tabulek",
  couplings: "Spárování",
  jobs: "Úlohy synchronizace integrace",
  log: "Protokol synchronizace",
};

export const shell = {
  pages,
  /** In the navigation, where there is little room. */
  shortPages: {
    ...pages,
    errors: "Chyby synchronizace",
    mappings: "Mapování tabulek",
    jobs: "Úlohy",
  },
  navigation: "Stránky",
  skipToPage: "Přejít na stránku",
  language: "Jazyk",
  theme: "Vzhled",
  themes: { system: "Podle prohlížeče", light: "Světlý", dark: "Tmavý" },
  signOut: "Odhlásit se",
  loading: "Načítání…",
  clear: "Vymazat",
  close: "Zavřít",
  cancel: "Zrušit",
  refresh: "Aktualizovat",
  tryAgain: "Zkusit znovu",
  details: "Podrobnosti",
  newWindow: "otevře se v novém okně",
  brokenPage: "Na stránce došlo k chybě",
  brokenPageHint:
    "Nic se tím nezměnilo. Načtěte ji znovu; pokud to nepomůže, řekněte to správci Tandemu.",
  missingPartHint:
    "Tuto část stránky se nepodařilo načíst. Co bylo spuštěno, běží dál. Načtěte stránku za chvíli znovu.",
  reloadPage: "Načíst stránku znovu",
  unreachable: "Tandem neodpovídá",
  unreachableHint: "Dotaz se sám opakuje každých několik sekund. Co bylo spuštěno, běží dál.",
  unreadable: (status: number) => `Odpovědi nelze porozumět (stav ${status})`,
  notPermitted: (role: string) => `K tomu je třeba role ${role}.`,
  requestId: (id: string) => `Požadavek ${id}`,
  actions: "Akce",
  list: {
    loaded: (count: number) =>
      plural(count, { one: "{n} řádek", few: "{n} řádky", other: "{n} řádků" }),
    loadedSoFar: (count: number) =>
      plural(count, { one: "zatím {n} řádek", few: "zatím {n} řádky", other: "zatím {n} řádků" }),
    loadingMore: "Načítají se další…",
    select: (title: string) => `Vybrat ${title}`,
    selectAll: "Vybrat všechny řádky",
    sortBy: (column: string) => `Seřadit podle: ${column}`,
  },
  jobs: {
    started: (name: string) => `${name}: spuštěno`,
    running: (name: string) => `${name}: probíhá`,
    progress: (done: number, total: number | undefined) =>
      total === undefined
        ? `hotovo: ${plural(done, records)}`
        : `hotovo: ${plural(done, records)} z ${plural(total, { one: "{n}", other: "{n}" })}`,
    runsOn: "Pokračuje i po zavření stránky.",
    done: (name: string) => `${name}: hotovo`,
    doneWithErrors: (name: string) => `${name}: hotovo, některé záznamy se nezdařily`,
    failed: (name: string) => `${name}: selhalo`,
    cancelled: (name: string) => `${name}: zrušeno`,
    show: "Zobrazit úlohu",
    /** Find for Deleted: what it finds is no failure of its own. */
    found: (n: number) =>
      plural(n, {
        one: "nalezen a vypsán {n} odstraněný záznam",
        few: "nalezeny a vypsány {n} odstraněné záznamy",
        other: "nalezeno a vypsáno {n} odstraněných záznamů",
      }),
    nothingDone: "Nebylo třeba nic zapisovat.",
  },
  counts: {
    inserted: (n: number) =>
      plural(n, { one: "{n} vytvořen", few: "{n} vytvořeny", other: "{n} vytvořeno" }),
    modified: (n: number) =>
      plural(n, { one: "{n} změněn", few: "{n} změněny", other: "{n} změněno" }),
    deleted: (n: number) =>
      plural(n, { one: "{n} odstraněn", few: "{n} odstraněny", other: "{n} odstraněno" }),
    unchanged: (n: number) => plural(n, { one: "{n} beze změny", other: "{n} beze změny" }),
    skipped: (n: number) =>
      plural(n, { one: "{n} přeskočen", few: "{n} přeskočeny", other: "{n} přeskočeno" }),
    failed: (n: number) =>
      plural(n, { one: "{n} selhal", few: "{n} selhaly", other: "{n} selhalo" }),
    coupled: (n: number) =>
      plural(n, { one: "{n} spárován", few: "{n} spárovány", other: "{n} spárováno" }),
    uncoupled: (n: number) =>
      plural(n, { one: "{n} rozpojen", few: "{n} rozpojeny", other: "{n} rozpojeno" }),
  },
};
