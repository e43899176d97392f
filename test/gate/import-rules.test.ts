import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { complaints, type ImportReport, judgeImports } from "./imports.ts";

/** What each rule must catch: the file, its import, and the rule that says no. */
const planted = [
  ["lib/domain/reads-files.ts", 'import { readFileSync } from "node:fs";', "domain-is-pure"],
  ["lib/domain/knows-lambda.ts", 'import type { Context } from "aws-lambda";', "domain-is-pure"],
  ["lib/domain/knows-store.ts", 'import type { a } from "../store/a.ts";', "domain-is-pure"],
  ["lib/domain/whole-zod.ts", 'import { z } from "zod";', "domain-is-pure"],
  ["lib/ports/knows-zod.ts", 'import * as z from "zod/mini";', "ports-name-the-domain"],
  ["lib/ports/waits.ts", 'import { setTimeout } from "node:timers";', "ports-name-the-domain"],
  ["lib/sync/writes.ts", 'import { a } from "../store/a.ts";', "use-cases-know-ports"],
  ["lib/manage/makes-ids.ts", 'import { randomUUID } from "node:crypto";', "use-cases-know-ports"],
  ["lib/sync/asks-the-api.ts", 'import { a } from "../manage/a.ts";', "worker-knows-no-api"],
  [
    "lib/store/sends.ts",
    'import type { a } from "../queue/a.ts";',
    "adapters-know-domain-and-ports",
  ],
  ["lib/queue/runs.ts", 'import { a } from "../sync/a.ts";', "adapters-know-domain-and-ports"],
  [
    "functions/api/handler.ts",
    'import { a } from "../../lib/store/a.ts";',
    "functions-only-connect",
  ],
  [
    "functions/worker/handler.ts",
    'import { a } from "../api/handler.ts";',
    "functions-only-connect",
  ],
  [
    "functions/console/page/reads-files.tsx",
    'import { readFileSync } from "node:fs";',
    "page-runs-in-a-browser",
  ],
  [
    "functions/console/page/asks-the-store.ts",
    'import type { a } from "../../../lib/store/a.ts";',
    "page-runs-in-a-browser",
  ],
  [
    "functions/console/page/errors/asks-the-shell.tsx",
    'import { a } from "../shell/a.ts";',
    "console-rooms-look-down",
  ],
  [
    "functions/console/page/context/asks-a-control.ts",
    'import { a } from "../controls/list/a.ts";',
    "console-rooms-look-down",
  ],
  [
    "functions/console/page/log/asks-another-page.ts",
    'import { a } from "../jobs/a.ts";',
    "console-pages-stand-alone",
  ],
  [
    "functions/console/page/controls/list/asks-a-preview.ts",
    'import { a } from "../preview/a.ts";',
    "control-rooms-look-down",
  ],
  [
    "functions/console/handler.ts",
    'import { a } from "./build/build-page.ts";',
    "page-is-built-before",
  ],
  ["lib/runtime/pretends.ts", 'import { a } from "../sandbox/a.ts";', "runtime-is-deployed"],
  ["lib/runtime/starts.ts", 'import { a } from "../local/a.ts";', "runtime-is-deployed"],
  ["infra/app.ts", 'import { a } from "../lib/store/a.ts";', "infra-knows-facts"],
  ["infra/tenant/tenant.ts", 'import { a } from "../stack/a.ts";', "infra-rooms-look-down"],
  ["infra/gateway/gateway.ts", 'import { a } from "../stack/a.ts";', "infra-rooms-look-down"],
  ["lib/store/table/table-facts.ts", 'import "@aws-sdk/client-dynamodb";', "facts-are-light"],
  ["lib/sandbox/borrows.ts", 'import { a } from "../connector/a.ts";', "sandbox-stands-alone"],
  [
    "lib/sandbox/business-central/tables/keeps.ts",
    'import { a } from "../store/a.ts";',
    "sandbox-room-tables",
  ],
  [
    "lib/sandbox/dataverse/refusals/looks.ts",
    'import { a } from "../tables/a.ts";',
    "sandbox-room-refusals",
  ],
  [
    "lib/sandbox/dataverse/store/judges.ts",
    'import { a } from "../rules/a.ts";',
    "sandbox-room-store",
  ],
  [
    "lib/sandbox/business-central/values/decides.ts",
    'import { a } from "../rules/a.ts";',
    "sandbox-room-values",
  ],
  [
    "lib/sandbox/business-central/rules/answers.ts",
    'import { a } from "../protocol/a.ts";',
    "sandbox-room-rules",
  ],
  [
    "lib/sandbox/dataverse/seed/asks.ts",
    'import { a } from "../protocol/a.ts";',
    "sandbox-room-seed",
  ],
  [
    "lib/sandbox/business-central/protocol/notifies.ts",
    'import { a } from "../webhooks/a.ts";',
    "sandbox-room-protocol",
  ],
  [
    "lib/sandbox/dataverse/messages/starts.ts",
    'import { a } from "../dataverse-sandbox.ts";',
    "sandbox-room-messages-webhooks",
  ],
  [
    "lib/sandbox/dataverse/rules/borrows.ts",
    'import { a } from "../../business-central/rules/a.ts";',
    "sandbox-apps-stand-apart",
  ],
  [
    "lib/sandbox/web/chooses.ts",
    'import { a } from "../dataverse/dataverse-sandbox.ts";',
    "sandbox-ground",
  ],
  ["functions/api/table.ts", 'import "@aws-sdk/client-dynamodb";', "sdk-in-adapters"],
  ["lib/runtime/tests.ts", 'import "vitest";', "no-development-package-deployed"],
  ["lib/connector/lost.ts", 'import { a } from "./nowhere.ts";', "resolvable"],
  ["lib/connector/unnamed.ts", 'import "unnamed";', "no-undeclared-package"],
  ["lib/connector/left.ts", 'import { right } from "./right.ts";', "no-cycle"],
  ["lib/local/leans.ts", 'import { a } from "../../test/a.ts";', "tests-are-not-imported"],
] as const;

/** Each room, with one that it may not use and one that it may. */
const rooms = [
  ["lib/domain/mapping", "../error", ".."],
  ["lib/domain/mapping/default-mappings", "../../error", ".."],
  ["lib/domain/error", "../conversion", ".."],
  ["lib/domain/conversion", "../decision", "../mapping"],
  ["lib/domain/mapping-checks", "../decision", "../conversion"],
  ["lib/domain/decision", "../event", "../mapping-checks"],
  ["lib/domain/job", "../event", "../error"],
  ["lib/domain/event", "../decision", "../job"],
  ["lib/sync/context", "../pair", undefined],
  ["lib/sync/pair", "../observe", "../context"],
  ["lib/sync/observe", "../decide", "../pair"],
  ["lib/sync/decide", "../context", "../observe"],
  ["lib/sync/matching", "../gather", "../observe"],
  ["lib/sync/gather", "../apply", "../matching"],
  ["lib/sync/coupling-by-hand", "../gather", "../pair"],
  ["lib/sync/error-actions", "../gather", "../decide"],
  ["lib/sync/apply", "../process", "../observe"],
  ["lib/sync/mapping-state", "../jobs", "../context"],
  ["lib/sync/jobs", "../schedule", "../mapping-state"],
  ["lib/sync/remember", "../process", "../jobs"],
  ["lib/sync/process", "../phases", "../remember"],
  ["lib/sync/phases", "..", "../process"],
  ["lib/sync/schedule", "../process", "../jobs"],
  ["lib/manage/jobs", "../mappings", ".."],
  ["lib/manage/mappings", "../jobs", ".."],
  ["lib/manage/schedules", "../errors", "../mappings"],
  ["lib/manage/couplings", "../errors", "../jobs"],
  ["lib/manage/errors", "../schedules", "../couplings"],
] as const;

/** What lies beside the rooms, and a room that no rule names. */
const outsideRooms = [
  ["lib/domain", "./job", "domain-rooms"],
  ["lib/manage", "./jobs", "manage-rooms"],
  ["lib/domain/unlisted", "..", "domain-rooms"],
  ["lib/sync/unlisted", "../context", "sync-rooms"],
  ["lib/manage/unlisted", "..", "manage-rooms"],
] as const;

const importOf = (room: string): string => `import { a } from "${room}/a.ts";`;

const plantedInRooms = [
  ...rooms.map(([room, other]) => [room, other, `${room.split("/")[1]}-rooms`] as const),
  ...outsideRooms,
].map(([room, other, rule]) => [`${room}/climbs.ts`, importOf(other), rule] as const);

const allowedInRooms = rooms.map(
  ([room, , used]) => [`${room}/a.ts`, used === undefined ? "" : importOf(used)] as const,
);

const allowed = [
  ["lib/domain/a.ts", 'import * as z from "zod/mini";\nimport Big from "big.js";'],
  ["lib/ports/a.ts", 'import { a } from "../domain/a.ts";'],
  ["lib/sync/a.ts", 'import { a } from "../ports/a.ts";'],
  ["lib/manage/a.ts", 'import { a } from "../sync/a.ts";'],
  ["lib/store/a.ts", 'import "@aws-sdk/client-dynamodb";\nimport "node:crypto";'],
  ["lib/queue/a.ts", 'import { a } from "../ports/a.ts";'],
  ["lib/connector/a.ts", 'import { a } from "../domain/a.ts";'],
  ["lib/connector/right.ts", 'import { left } from "./left.ts";'],
  ["lib/sandbox/a.ts", 'import "vitest";'],
  ["lib/sandbox/business-central/tables/a.ts", 'import { a } from "../../../domain/a.ts";'],
  ["lib/sandbox/business-central/store/a.ts", 'import { a } from "../tables/a.ts";'],
  ["lib/sandbox/business-central/rules/a.ts", 'import { a } from "../store/a.ts";'],
  ["lib/sandbox/business-central/protocol/a.ts", 'import { a } from "../rules/a.ts";'],
  ["lib/sandbox/dataverse/tables/a.ts", 'import { a } from "../../../domain/a.ts";'],
  ["lib/sandbox/dataverse/store/a.ts", 'import { a } from "../tables/a.ts";'],
  ["lib/sandbox/dataverse/rules/a.ts", 'import { a } from "../store/a.ts";'],
  ["lib/sandbox/dataverse/protocol/a.ts", 'import { a } from "../rules/a.ts";'],
  ["lib/sandbox/business-central/webhooks/a.ts", 'import { a } from "../protocol/a.ts";'],
  [
    "lib/sandbox/dataverse/messages/a.ts",
    'import { a } from "../protocol/a.ts";\nimport { b } from "../../web/a.ts";',
  ],
  ["lib/sandbox/web/a.ts", 'import "node:http";'],
  ["lib/sandbox/dataverse/dataverse-sandbox.ts", 'import { a } from "./messages/a.ts";'],
  ["lib/sandbox/business-central/serve.ts", 'import { a } from "./webhooks/a.ts";'],
  ["lib/local/a.ts", 'import { a } from "../runtime/a.ts";\nimport "vitest";'],
  [
    "lib/runtime/a.ts",
    'import { a } from "../store/a.ts";\nimport type { Context } from "aws-lambda";',
  ],
  ["lib/runtime/environment.ts", 'import * as z from "zod/mini";'],
  ["infra/stack/a.ts", 'import { a } from "../state/a.ts";'],
  ["infra/state/a.ts", 'import { a } from "../../lib/runtime/environment.ts";'],
  [
    "functions/console/page/shell/a.ts",
    'import { a } from "../errors/a.ts";\nimport { a as b } from "../context/a.ts";',
  ],
  ["functions/console/page/errors/a.ts", 'import { a } from "../controls/list/a.ts";'],
  ["functions/console/page/jobs/a.ts", 'import { a } from "../controls/preview/a.ts";'],
  ["functions/console/page/controls/preview/a.ts", 'import { a } from "../list/a.ts";'],
  ["functions/console/page/controls/list/a.ts", 'import { a } from "../../context/a.ts";'],
  ["functions/console/page/context/a.ts", 'import { a } from "../../../../lib/domain/a.ts";'],
  ["functions/console/build/build-page.ts", 'import "vitest";'],
  [
    "functions/console/page/main.tsx",
    'import { a } from "../../../lib/domain/a.ts";\nexport const title = <h1>{a}</h1>;',
  ],
  ["functions/tick/handler.ts", 'import { a } from "../../lib/runtime/a.ts";'],
  ["test/a.ts", 'import { a } from "../lib/local/a.ts";'],
] as const;

const root = mkdtempSync(join(tmpdir(), "import-rules-"));
let report: ImportReport;

beforeAll(async () => {
  plantPackages();
  for (const [path, text] of [...planted, ...plantedInRooms, ...allowed, ...allowedInRooms])
    plant(path, `${text}\nexport const a = 1;\n`);
  report = await judgeImports(root);
});

afterAll(() => rmSync(root, { recursive: true, force: true }));

describe("each rule catches what is planted against it", () => {
  test.each([...planted, ...plantedInRooms])("%s with %s breaks %s", (path, _text, rule) => {
    expect(report.violations).toContainEqual(expect.stringMatching(`^${rule}: ${path} -> `));
  });
});

test.each([...allowed, ...allowedInRooms].filter(([path]) => !path.endsWith("right.ts")))(
  "%s is allowed its imports",
  (path) => {
    expect(report.violations.filter((line) => line.includes(`: ${path} -> `))).toEqual([]);
  },
);

test("looking at too few modules is a complaint of its own", () => {
  expect(complaints({ modules: 0, violations: [] }, 20)).toEqual([
    "only 0 modules were looked at, expected 20 or more",
  ]);
  expect(complaints({ modules: 20, violations: [] }, 20)).toEqual([]);
});

function plantPackages() {
  const dependencies = { zod: "1", "big.js": "1", "@aws-sdk/client-dynamodb": "1" };
  const devDependencies = { vitest: "1", "@types/aws-lambda": "1" };
  plant("package.json", JSON.stringify({ type: "module", dependencies, devDependencies }));
  for (const name of [...Object.keys(dependencies), "vitest", "unnamed"]) {
    const exports = { ".": "./index.js", "./mini": "./mini/index.js" };
    plant(`node_modules/${name}/package.json`, JSON.stringify({ name, version: "1.0.0", exports }));
    plant(`node_modules/${name}/index.js`, "export default 1;\n");
  }
  plant("node_modules/zod/mini/index.js", "export const z = 1;\n");
}

function plant(path: string, text: string) {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
}
