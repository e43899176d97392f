/** A mapping's revision as an entity tag. */
export const etagOf = (revision: number): string => `"${revision}"`;
