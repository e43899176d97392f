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
  mergeHint: "Fields that both changed differently need your choice below.",
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
  same: "Same on both sides",
  showAll: "Show fields without differences",
  choose: "Choose…",
  writes: (app: string, count: number) =>
    plural(count, {
      one: `{n} field is written to ${app}`,
      other: `{n} fields are written to ${app}`,
    }),
  writesNothing: "Nothing is written: both sides hold the same.",
  noComparison:
    "The values of both sides are read again when it is carried out. Look at the preview before you confirm.",
  preview: "Preview",
  confirm: "Synchronize",
  changedMeanwhile:
    "The data changed meanwhile. Nothing was written. This is the new comparison; choose again.",
  goneMeanwhile: "This error is not listed any more: it was resolved meanwhile.",
  several: (count: number) =>
    plural(count, { one: "{n} record is selected.", other: "{n} records are selected." }),
  done: "The records are in step",
};
