import type { Expected } from "../../../manage/mappings/change-mapping.ts";

/** A mapping's revision as an entity tag. */
export const etagOf = (revision: number): string => `"${revision}"`;

export interface Conditions {
  readonly "if-match"?: string | undefined;
  readonly "if-none-match"?: string | undefined;
}

/**
 * What the request knows of the mapping; undefined when it does not say. Tags that are not ours (weak
 * ones too) match no revision.
 */
export function expectedBy(conditions: Conditions): Expected | undefined {
  const match = conditions["if-match"]?.trim();
  if (match === "*") return "any";
  if (match !== undefined) {
    return match.split(",").flatMap((tag) => {
      const [, revision] = /^"(\d{1,15})"$/.exec(tag.trim()) ?? [];
      return revision === undefined ? [] : [Number(revision)];
    });
  }
  return conditions["if-none-match"]?.trim() === "*" ? "none" : undefined;
}
