import type { Language } from "./language.ts";

interface Forms {
  readonly one: string;
  /** Czech: two to four. */
  readonly few?: string | undefined;
  readonly other: string;
}

/** `{n}` in the form stands for the number. */
export type Plural = (count: number, forms: Forms) => string;

export function pluralIn(language: Language): Plural {
  const rules = new Intl.PluralRules(language);
  const numbers = new Intl.NumberFormat(language);
  return (count, { one, few, other }) => {
    const rule = rules.select(count);
    const form = rule === "one" ? one : rule === "few" ? (few ?? other) : other;
    return form.replace("{n}", numbers.format(count));
  };
}
