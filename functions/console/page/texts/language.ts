export const languages = ["en", "cs"] as const;
export type Language = (typeof languages)[number];

/** As each calls itself. */
export const languageName: Readonly<Record<Language, string>> = {
  en: "English",
  cs: "Čeština",
};

/** The first of the browser's languages that there are texts for. */
export function preferredLanguage(wanted: readonly string[]): Language {
  const spoken = wanted.flatMap((tag) => languages.filter((each) => each === mainPart(tag)));
  return spoken[0] ?? "en";
}

/** The reader's own variant of the language, for dates and numbers: `en-GB` for English. */
export const localeFor = (language: Language, wanted: readonly string[]): string =>
  wanted.find((tag) => mainPart(tag) === language && isTag(tag)) ?? language;

/** Chromium on a machine without a locale says `en-US@posix`, which nothing takes that formats. */
function isTag(tag: string): boolean {
  try {
    return Intl.getCanonicalLocales(tag).length === 1;
  } catch {
    return false;
  }
}

const mainPart = (tag: string): string => tag.toLowerCase().split("-")[0] ?? "";
