const most = 3;

/** The names that somebody may have meant, nearest first: a few letters away, or one inside the other. */
export function nearestNames(meant: string, names: readonly string[]): readonly string[] {
  const sought = meant.toLowerCase();
  const furthest = Math.max(2, Math.floor(sought.length / 3));
  return [...new Set(names)]
    .map((name) => ({ name, distance: distanceOf(sought, name.toLowerCase()) }))
    .filter(({ distance }) => distance <= furthest)
    .toSorted((one, other) => one.distance - other.distance || (one.name < other.name ? -1 : 1))
    .slice(0, most)
    .map(({ name }) => name);
}

/** A name that is part of the other is nearer than its missing letters say. */
function distanceOf(one: string, other: string): number {
  const edits = editsBetween(one, other);
  const isPart =
    Math.min(one.length, other.length) > 3 && (one.includes(other) || other.includes(one));
  return isPart ? Math.min(edits, 2) : edits;
}

/** Levenshtein, row by row: letters to add, remove or exchange. */
function editsBetween(one: string, other: string): number {
  let above = Array.from({ length: other.length + 1 }, (_, index) => index);
  for (const [row, letter] of one.split("").entries()) {
    const current = [row + 1];
    for (const [column, candidate] of other.split("").entries()) {
      const exchanged = (above[column] ?? 0) + (letter === candidate ? 0 : 1);
      const removed = (above[column + 1] ?? 0) + 1;
      current.push(Math.min(exchanged, removed, (current[column] ?? 0) + 1));
    }
    above = current;
  }
  return above.at(-1) ?? 0;
}
