import { expect, test } from "vitest";
import { exampleTemplate } from "./synthesized.ts";

/** Named by their contents, which other tests look at: a change of the code is none of the template. */
const assetHash = /\b[0-9a-f]{64}\b/g;

/** After a change that is meant: `npm test -- test/infra/snapshot.test.ts -u`, and read the difference. */
test("the example tenant's template is the one that was read last", () => {
  const template = JSON.stringify(exampleTemplate().toJSON());

  expect(JSON.parse(template.replace(assetHash, "<asset>"))).toMatchSnapshot();
}, 60_000);
