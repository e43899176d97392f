import type { Language } from "./language.ts";
import type { Texts } from "./use-texts.ts";

const catalogues: Readonly<Record<Language, () => Promise<Texts>>> = {
  en: async () => (await import("./en.ts")).en,
  cs: async () => (await import("./cs.ts")).cs,
};

export const loadTexts = (language: Language): Promise<Texts> => catalogues[language]();
