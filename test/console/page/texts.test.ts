import { describe, expect, test } from "vitest";
import { cs } from "../../../functions/console/page/texts/cs.ts";
import { en } from "../../../functions/console/page/texts/en.ts";

describe("XC2: Czech numbers agree with their words", () => {
  test.each([
    [1, "Týká se 1 záznamu."],
    [2, "Týká se 2 záznamů."],
    [5, "Týká se 5 záznamů."],
  ])("a preview of %i", (count, sentence) => {
    expect(cs.errors.preview.total(count)).toBe(sentence);
  });

  test.each([
    [1, "Vybráno: 1 záznam"],
    [2, "Vybráno: 2 záznamy"],
    [5, "Vybráno: 5 záznamů"],
  ])("%i selected", (count, sentence) => {
    expect(cs.errors.selection.rows(count)).toBe(sentence);
  });
});

describe("XC2: a command has one name", () => {
  test("Retry All in its button and its dialog", () => {
    expect(cs.errors.actions.retryAll).toBe("Zkusit vše znovu");
    expect(cs.errors.retry.title).toBe(cs.errors.actions.retryAll);
  });

  test.each([en, cs])("whose data is sent is asked in the same words everywhere", (texts) => {
    const { businessCentral, dataverse } = texts.synchronize.use;
    expect(texts.couplings.couple.initials).toMatchObject({ businessCentral, dataverse });
    expect(texts.mappings.couple.afters).toMatchObject({ businessCentral, dataverse });
  });
});

test("XC27: an error's coupling is removed, a listed coupling is deleted", () => {
  expect(en.words.action["remove-coupling"]).toBe("Remove Coupling");
  expect(en.couplings.actions.uncouple).toBe("Delete Coupling");
  expect(cs.words.action["remove-coupling"]).toBe("Odebrat spárování");
  expect(cs.couplings.actions.uncouple).toBe("Odstranit spárování");
});
