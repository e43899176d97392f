import type { Texts } from "../../texts/use-texts.ts";

/** The tables to choose from, after the word for all of them. */
export const mappingOptions = (
  names: readonly string[],
  all: string,
  { words }: Pick<Texts, "words">,
): readonly (readonly [name: string, text: string])[] => [
  ["", all],
  ...names.map((name): readonly [string, string] => [name, words.mapping[name] ?? name]),
];
