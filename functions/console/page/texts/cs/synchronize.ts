import { pluralIn } from "../plural.ts";

const plural = pluralIn("cs");
const fields = { one: "{n} pole", few: "{n} pole", other: "{n} polí" };

export const synchronize = {
  title: "Synchronizovat",
  question: "Čí data mají mít obě aplikace?",
  use: {
    businessCentral: "Odeslat data z Business Central",
    dataverse: "Získat data z Dataverse",
    merge: "Sloučit: zachovat změny obou",
  },
  openChoices: (count: number) => `Zbývá vybrat: ${plural(count, fields)}`,
  field: "Pole",
  base: "Poslední shoda",
  result: "Výsledek v obou aplikacích",
  choice: (field: string) => `Data pro pole ${field}`,
  conflict: "Změněno na obou stranách",
  changed: "Změněno",
  showAll: "Zobrazit i pole bez rozdílů",
  choose: "Vyberte…",
  noComparison:
    "Hodnoty obou stran se při provedení načtou znovu. Před potvrzením si prohlédněte náhled.",
  confirm: "Synchronizovat",
  changedMeanwhile:
    "Data se mezitím změnila. Nic nebylo zapsáno. Toto je nové porovnání; vyberte znovu.",
  several: (count: number) =>
    plural(count, {
      one: "Je vybrán {n} záznam.",
      few: "Jsou vybrány {n} záznamy.",
      other: "Je vybráno {n} záznamů.",
    }),
};
