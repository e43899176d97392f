import { expect, test } from "vitest";
import { regexTrouble } from "../../../lib/domain/mapping-checks/regex-safety.ts";

const tooLong = "it is longer than 200 characters";
const noRegex = "it is not a regular expression of JavaScript";
const looksAround = "it looks around or refers back to a group, which can take very long";
const varies =
  "it repeats a group that itself repeats or has alternatives, which can take very long";
const tooOpen = "it has too many parts of open length (*, +, {n,}), which can take very long";

test.each([
  ["a".repeat(201), tooLong],
  ["(", noRegex],
  ["[b-a]", noRegex],
  ["a{", noRegex],
  ["a(?=b)", looksAround],
  ["a(?!b)", looksAround],
  ["(?<=a)b", looksAround],
  ["(?<!a)b", looksAround],
  ["(a)\\1", looksAround],
  ["(?<one>a)\\k<one>", looksAround],
  ["(a+)+", varies],
  ["(a+?)+", varies],
  ["(?<one>a+)+", varies],
  ["(a|b)*", varies],
  ["(a?){2}", varies],
  ["(a{2,3})+", varies],
  ["(a{2,})+", varies],
  ["((a+)b)+", varies],
  ["((a|b)){2}", varies],
  ["(a+){2,}", varies],
  ["x(y)(a+)+", varies],
  ["(?:a[)]+)+", varies],
  ["a*b*", tooOpen],
  ["a{0,1000}b*", tooOpen],
  ["a*b{1,}", tooOpen],
  ["a*?b+", tooOpen],
  ["^a*|b*", tooOpen],
  ["^a*b*c*", tooOpen],
  ["^a+b+c+d?", tooOpen],
  ["^a+b+c+d{0,1}", tooOpen],
])("T3 %s is refused: %s", (pattern, why) => expect(regexTrouble(pattern)).toBe(why));

test.each([
  "a".repeat(200),
  "^a+b+c+",
  "^a+b+c+d{5}",
  "^a{1,1000}b{1,1000}c{1,1000}",
  "a{1,1000}b{1,1000}",
  "a+b+",
  "a*?",
  "^a*b*",
  "^a+b+c??d??",
  "[{]\\{{2,}",
  "(?:\\{){2}",
  "(a+)b",
  "(a+)(b)+",
  "(a|b)?",
  "(a+){1}",
  "(a{2})+",
  "(a{2,2})+",
  "(ab){2,}",
  "((a)b)+",
  "(a)(b|c)(d)+",
  "\\(a+\\)+",
  "\\(a|b\\)+",
  "[(a+)]+",
  "[\\](a+)]+",
  "[|]+",
  "(\\+)+",
  "(?:a)+",
  "(?<one>a)+",
  "(\\|)+",
])("T3 %s may stand in a mapping", (pattern) => expect(regexTrouble(pattern)).toBeUndefined());
