import { stderr } from "node:process";

/** At most so many numbers from 1 on that a command line names; anything else ends the process, with a line that says how it is asked. */
export function wholeNumbers(named: readonly string[], usage: string, most = 1): readonly number[] {
  if (named.length > most) refuse(`${named[most]} is one too many.`, usage);
  const wrong = named.find((one) => !/^[1-9]\d{0,8}$/.test(one));
  return wrong === undefined
    ? named.map(Number)
    : refuse(`${wrong} is no number from 1 on.`, usage);
}

/** What was asked for cannot be done: nothing is begun. */
export function refuse(why: string, usage: string): never {
  stderr.write(`${why} Usage: ${usage}\n`);
  process.exit(2);
}
