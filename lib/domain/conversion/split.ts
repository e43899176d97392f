/** C13: the parts that are not blank, with one separator between them. */
export const joined = (parts: readonly string[], separator: string): string =>
  parts.flatMap((part) => words(part, separator)).join(separator);

export const tidied = (text: string, separator: string): string => joined([text], separator);

/**
 * C14: the last word goes to the last column, the first ones to the first columns, all that is left
 * to the last but one: "Ida Maria Birk" is "Ida Maria" + "Birk", or "Ida" + "Maria" + "Birk".
 */
export function splitOver(text: string, columns: number, separator: string): readonly string[] {
  const all = words(text, separator);
  const last = all.slice(-1);
  const others = all.slice(0, -1);
  const single = Math.max(columns - 2, 0);
  const first = Array.from({ length: single }, (_, index) => others[index] ?? "");
  return [...first, others.slice(single).join(separator), last.join(separator)];
}

const words = (text: string, separator: string): readonly string[] =>
  text
    .split(separator)
    .map((word) => word.trim())
    .filter((word) => word !== "");
