import { expect, test } from "vitest";
import { type AppFailure, describe } from "../../../lib/domain/error/app-failure.ts";

const failure: AppFailure = {
  code: "serverError",
  side: "dataverse",
  message: "Dataverse answered with an error (500).",
};

test("people read our sentence, and then the app's own words", () => {
  expect(describe(failure)).toBe("Dataverse answered with an error (500).");
  expect(describe({ ...failure, quoted: "Generic SQL error." })).toBe(
    'Dataverse answered with an error (500). In its own words: "Generic SQL error."',
  );
});

test("words that our sentence has already are not told twice", () => {
  expect(describe({ ...failure, quoted: "an error (500)" })).toBe(failure.message);
});
