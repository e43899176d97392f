import { pluralIn } from "../plural.ts";

const plural = pluralIn("cs");
const fields = { one: "{n} pole", few: "{n} pole", other: "{n} polí" };

export const synchronize = {
  title: "Synchronizovat",
  question: "Čí data mají mít obě aplikace?",
  use: {
    businessCentral: "Odeslat data z Business Central",
    dataverse: "Převzít data z Dataverse",
    merge: "Sloučit: zachovat změny obou",
  },
  mergeHint: "U polí, která obě strany změnily různě, je třeba níže vybrat.",
  openChoices: (count: number) => `Zbývá vybrat: ${plural(count, fields)}`,
  field: "Pole",
  base: "Poslední shoda",
  result: "Výsledek v obou aplikacích",
  choice: (field: string) => `Data pro pole ${field}`,
  conflict: "Změněno na obou stranách",
  changed: "Změněno",
  same: "Na obou stranách stejné",
  showAll: "Zobrazit i pole bez rozdílů",
  choose: "Vyberte…",
  writes: (app: string, count: number) => `Do ${app} se zapíše: ${plural(count, fields)}`,
  writesNothing: "Nic se nezapíše: obě strany mají totéž.",
  noComparison:
    "Hodnoty obou stran se při provedení načtou znovu. Před potvrzením si prohlédněte náhled.",
  preview: "Náhled",
  confirm: "Synchronizovat",
  changedMeanwhile:
    "Data se mezitím změnila. Nic nebylo zapsáno. Toto je nové porovnání; vyberte znovu.",
  goneMeanwhile: "Tato chyba už v seznamu není: mezitím byla vyřešena.",
  several: (count: number) =>
    plural(count, {
      one: "Je vybrán {n} záznam.",
      few: "Jsou vybrány {n} záznamy.",
      other: "Je vybráno {n} záznamů.",
    }),
  done: "Záznamy jsou synchronizovány",
};
