/**
 * T3: why a pattern may not stand in a mapping; undefined when it may. JavaScript's engine tries
 * alternatives one after another, so a pattern can take longer than a job step lasts. A text of 1000
 * characters (the longest that is matched) must not need more than about 10^9 tries.
 */
export function regexTrouble(pattern: string): string | undefined {
  if (pattern.length > longestPattern) return `it is longer than ${longestPattern} characters`;
  if (!compiles(pattern)) return "it is not a regular expression of JavaScript";
  const tokens = pattern.match(token) ?? [];
  if (tokens.some((each) => /^\(\?<?[=!]|^\\[1-9k]/.test(each))) {
    return "it looks around or refers back to a group, which can take very long";
  }
  if (repeatsAGroupThatVaries(tokens)) {
    return "it repeats a group that itself repeats or has alternatives, which can take very long";
  }
  return triesOf(tokens) > mostTries
    ? "it has too many parts of open length (*, +, {n,}), which can take very long"
    : undefined;
}

const longestPattern = 200;
const longestText = 1000;
const mostTries = 1e9;

/** Escapes, classes, openings of groups and quantifiers (with their lazy mark) each are one token. */
const token =
  /\\k<[^>]*>|\\.|\[(?:\\.|[^\]\\])*\]|\(\?(?::|<?[=!]|<\w+>)|\{\d+(?:,\d*)?\}\??|[*+?]\??|[^]/gu;

function compiles(pattern: string): boolean {
  try {
    return new RegExp(pattern, "gu") instanceof RegExp;
  } catch {
    return false;
  }
}

function repeatsAGroupThatVaries(tokens: readonly string[]): boolean {
  const varies: boolean[] = [false];
  let closed: boolean | undefined;
  for (const each of tokens) {
    const range = rangeOf(each);
    if (closed === true && range !== undefined && range.most > 1) return true;
    const isVariable = (range !== undefined && range.least !== range.most) || each === "|";
    const inner: boolean | undefined = each === ")" ? varies.pop() : undefined;
    if (each.startsWith("(")) varies.push(false);
    // What varies inside a group varies in the group around it too.
    if (isVariable || inner === true) varies.splice(-1, 1, true);
    closed = inner;
  }
  return false;
}

/** How many ways there are to match: each place to start times each length of each open part. */
function triesOf(tokens: readonly string[]): number {
  const isAnchored = tokens[0] === "^" && !tokens.includes("|");
  return tokens.reduce(
    (tries, each) => {
      const range = rangeOf(each);
      if (range === undefined) return tries;
      return tries * (Math.min(range.most, longestText) - Math.min(range.least, longestText) + 1);
    },
    isAnchored ? 1 : longestText,
  );
}

function rangeOf(each: string): { readonly least: number; readonly most: number } | undefined {
  const mark = each.slice(0, 1);
  if (each.startsWith("{")) {
    const [least = "", most] = each.replace(/[{}?]/g, "").split(",");
    return { least: Number(least), most: most === "" ? Infinity : Number(most ?? least) };
  }
  if (!/^[*+?]\??$/.test(each)) return undefined;
  return mark === "?" ? { least: 0, most: 1 } : { least: mark === "*" ? 0 : 1, most: Infinity };
}
