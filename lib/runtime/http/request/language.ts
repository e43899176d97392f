import * as z from "zod/mini";

/** RFC 9110. */
export const LanguageHeaders = z.object({
  "accept-language": z.optional(z.string().check(z.maxLength(1000))),
});

const languages = ["en", "cs"] as const;
export type Language = (typeof languages)[number];

/** The one of ours that the reader likes best; English where there is none. */
export function languageIn({ "accept-language": wishes = "" }: z.infer<typeof LanguageHeaders>) {
  const liked = wishes
    .split(",")
    .map((wish) => {
      const [range = "", weight] = wish
        .trim()
        .toLowerCase()
        .split(/\s*;\s*q=/);
      return { range, weight: weight === undefined ? 1 : Number(weight) };
    })
    .filter(({ weight }) => weight > 0)
    .toSorted((one, other) => other.weight - one.weight);
  for (const { range } of liked) {
    const language = languages.find((one) => range === one || range.startsWith(`${one}-`));
    if (language !== undefined) return language;
  }
  return "en" satisfies Language;
}
