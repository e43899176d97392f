/** Whether one of the texts has it somewhere, whatever the letters' case. */
export const isFoundIn = (
  search: string | undefined,
  texts: readonly (string | undefined)[],
): boolean => {
  if (search === undefined) return true;
  const sought = search.toLowerCase();
  return texts.some((text) => text?.toLowerCase().includes(sought) === true);
};
