/** B38: SQL Server's `datetime` counts in 1/300 s, so that milliseconds end in 0, 3 or 7. */
export const roundedStamp = (epochMs: number): number => {
  const whole = Math.floor(epochMs / 1000) * 1000;
  const ticks = Math.round(((epochMs - whole) * 3) / 10);
  return whole + Math.round((ticks * 10) / 3);
};

/** B38: trailing zeros of the fraction are left out, for whole seconds all of it. */
export const printedStamp = (epochMs: number): string =>
  new Date(epochMs).toISOString().replace(/0+Z$/u, "Z").replace(/\.Z$/u, "Z");
