import { pluralIn } from "../plural.ts";

const plural = pluralIn("cs");

export const home = {
  intro: "Business Central a Dataverse, záznam po záznamu.",
  answer: "Je vše synchronizováno?",
  inStep: "Vše je synchronizováno.",
  notInStep: (count: number) =>
    plural(count, {
      one: "{n} záznam není synchronizován.",
      few: "{n} záznamy nejsou synchronizovány.",
      other: "{n} záznamů není synchronizováno.",
    }),
  notRunning: (count: number) =>
    plural(count, {
      one: "{n} tabulku teď nelze synchronizovat.",
      few: "{n} tabulky teď nelze synchronizovat.",
      other: "{n} tabulek teď nelze synchronizovat.",
    }),
  coupled: "Spárované dvojice",
  skipped: "Přeskočené záznamy",
  retrying: "Opakují se samy",
  stopped: "Tabulky s potížemi",
  apps: "Aplikace",
  reachable: "Dostupná",
  notReachable: "Nedostupná",
  throttledUntil: (time: string) => `Žádá počkat do ${time}`,
  mappings: "Tabulky",
  mapping: "Tabulka",
  errors: "Chyby",
  schedule: "Plán",
  lastRun: "Poslední běh",
  nextRun: "Příští běh",
  due: "Právě teď",
  age: "Stáří dat",
  disabled: "Vypnuto",
  circuit: "Zastaveno chybami",
  seconds: (seconds: number) =>
    seconds < 120
      ? plural(seconds, { one: "{n} sekunda", few: "{n} sekundy", other: "{n} sekund" })
      : seconds < 7200
        ? plural(Math.round(seconds / 60), {
            one: "{n} minuta",
            few: "{n} minuty",
            other: "{n} minut",
          })
        : plural(Math.round(seconds / 3600), {
            one: "{n} hodina",
            few: "{n} hodiny",
            other: "{n} hodin",
          }),
  activity: "Činnost",
  changed: "Změněné záznamy",
  failed: "Chyby",
  total: (count: number) => plural(count, { one: "celkem {n}", other: "celkem {n}" }),
  chart: (title: string, count: number, from: string, to: string) =>
    `${title} od ${from} do ${to}: celkem ${plural(count, { one: "{n}", other: "{n}" })}`,
};
