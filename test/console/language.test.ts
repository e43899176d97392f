import { describe, expect, test } from "vitest";
import { localeFor, preferredLanguage } from "../../functions/console/page/texts/language.ts";

describe("the reader's language", () => {
  test.each([
    [["cs-CZ", "en"], "cs"],
    [["de-DE", "cs", "en"], "cs"],
    [["en-US@posix"], "en"],
    [["de-DE"], "en"],
    [[], "en"],
  ] as const)("of a browser set to %j is %s", (wanted, language) => {
    expect(preferredLanguage(wanted)).toBe(language);
  });
});

describe("dates and numbers", () => {
  test.each([
    ["en", ["cs-CZ", "en-AU"], "en-AU"],
    ["cs", ["en-GB"], "cs"],
    // Chromium on a machine without a locale; no formatter takes that.
    ["en", ["en-US@posix"], "en"],
    ["en", ["en-US@posix", "en-GB"], "en-GB"],
  ] as const)("in %s for a browser set to %j are written as in %s", (language, wanted, locale) => {
    expect(localeFor(language, wanted)).toBe(locale);
    expect(() => new Intl.NumberFormat(localeFor(language, wanted))).not.toThrow();
  });
});
