import { pluralIn } from "../plural.ts";

const plural = pluralIn("en");

export const synchronize = {
  title: "Synchronize",
  question: "Whose data should both apps have?",
  use: {
    businessCentral: "Send data from Business Central",
    dataverse: "Get data from Dataverse",
    merge: "Merge: keep the changes of both",
  },
  openChoices: (count: number) =>
    plural(count, {
      one: "{n} field still needs a choice",
      other: "{n} fields still need a choice",
    }),
  field: "Field",
  base: "Last agreed",
  result: "Result in both apps",
  choice: (field: string) => `Data for ${field}`,
  conflict: "Changed on both sides",
  changed: "Changed",
  showAll: "Show fields without differences",
  choose: "Choose…",
  noComparison:
    "The values of both sides are read again when it is carried out. Look at the preview before you confirm.",
  confirm: "Synchronize",
  changedMeanwhile:
    "The data changed meanwhile. Nothing was written. This is the new comparison; choose again.",
  several: (count: number) =>
    plural(count, { one: "{n} record is selected.", other: "{n} records are selected." }),
};
