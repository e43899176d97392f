import type { Texts } from "../../texts/use-texts.ts";

/** What people call a mapped field: `phoneNumber` becomes "Phone number" where no text says better. */
export const fieldName = (field: string, { words }: Pick<Texts, "words">): string =>
  words.field[field] ?? inWords(field);

function inWords(name: string): string {
  const text = name.replace(/([a-z0-9])([A-Z])/g, "$1 $2").toLowerCase();
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}
