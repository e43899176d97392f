import { createContext, useContext } from "react";
import type { en } from "./en.ts";
import { type Format } from "./format.ts";
import type { Language } from "./language.ts";

/** Every language has the same texts. */
export type Texts = typeof en;

export interface Spoken {
  readonly language: Language;
  readonly texts: Texts;
  readonly format: Format;
}

export const SpokenContext = createContext<Spoken | undefined>(undefined);

function useSpoken(): Spoken {
  const spoken = useContext(SpokenContext);
  if (spoken === undefined) throw new Error("The page has no language");
  return spoken;
}

export const useTexts = (): Texts => useSpoken().texts;

/** Dates and numbers as the reader writes them. */
export const useFormat = (): Format => useSpoken().format;
