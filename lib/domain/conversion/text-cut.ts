/** The first `length` UTF-16 units (what both apps count), one fewer where a pair would be cut in half. */
export const cutTo = (text: string, length: number): string => {
  if (text.length <= length) return text;
  return text.slice(0, isInsidePair(text, length) ? length - 1 : length);
};

/** What follows the first `start` units, without the second half of a pair. */
export const cutStart = (text: string, start: number): string =>
  text.slice(isInsidePair(text, start) ? start + 1 : start);

const isInsidePair = (text: string, index: number): boolean =>
  /^[\uD800-\uDBFF][\uDC00-\uDFFF]$/.test(text.slice(Math.max(index - 1, 0), index + 1));
