/** The rules of the house that the linter has no rule for (see .github/CONTRIBUTING.md). */

/** Files in one folder, folders inside it apart. */
export const mostFiles = 26;

/** Rooms for them are in work. */
const awaited = ["functions/console/page/controls"];

/** Texts of the console: a file for each page, in each language. */
const texts = "functions/console/page/texts/";

/** Folders that hold more files than a reader takes in at a glance. Paths are relative to the repository. */
export function crowdedFolders(files: readonly string[]): readonly string[] {
  const counts = new Map<string, number>();
  for (const file of files) {
    const folder = file.slice(0, Math.max(file.lastIndexOf("/"), 0));
    if (!file.startsWith(texts)) counts.set(folder, (counts.get(folder) ?? 0) + 1);
  }
  return [...counts]
    .filter(([folder, count]) => count > mostFiles && !awaited.includes(folder))
    .map(([folder, count]) => `${folder} holds ${count} files, at most ${mostFiles} are allowed.`);
}

/** `Object(value)` is an `any`, which no type check sees any more. */
export const untypedObjects = (file: string, source: string): readonly string[] =>
  linesWith(source, /(?<!\w)(?<!\w\.)Object\(/).map(
    (line) => `${file}:${line} makes an any of a value with Object().`,
  );

/** Turns that stand for a plain word: "reports" for the first, "at most this number" for the second. */
const bannedTurns = /\b(?:told of|so many|such a thing)\b/i;

/** Sentences for people, in Markdown and in comments, are in plain English. */
export const unplainWords = (file: string, text: string): readonly string[] =>
  linesWith(file.endsWith(".md") ? text : onlyComments(text), bannedTurns).map(
    (line) => `${file}:${line} can say it in plainer words (no "told of", "so many" and the like).`,
  );

const onlyComments = (source: string): string =>
  source.replaceAll(/^(?!\s*(?:\/\/|\/?\*)).*$/gm, "");

const linesWith = (text: string, pattern: RegExp): readonly number[] =>
  text.split("\n").flatMap((line, index) => (pattern.test(line) ? [index + 1] : []));
