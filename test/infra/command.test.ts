import { spawnSync } from "node:child_process";
import { describe, expect, test } from "vitest";
import { commandOf } from "../../infra/command.ts";
import { exampleTenant } from "./synthesized.ts";

const acme = () => ({ tenant: { ...exampleTenant(), name: "acme" } });
const trial = () => ({ tenant: { ...acme().tenant, removalPolicy: "destroy" as const } });

test.each([["--tenant", "acme"], ["--tenant=acme"]])(
  "%s %s names the tenant; all else is for CDK",
  (...tenant) => {
    expect(commandOf(["deploy", ...tenant, "--require-approval", "never"], acme).cdk).toEqual(
      "deploy --context tenant=acme --require-approval never".split(" "),
    );
  },
);

test("without a name the example is synthesized, and nothing else is done", () => {
  expect(commandOf(["synth"]).cdk).toContain("tenant=example");
  for (const verb of ["diff", "deploy", "destroy"]) {
    expect(commandOf([verb]).problem).toContain(`npm run ${verb} -- --tenant <name>`);
  }
});

test.each([["--tenant"], ["--tenant="], ["--tenant", "--all"], ["--tenant", "../acme"]])(
  "%j names no tenant",
  (...args) => {
    expect(commandOf(["deploy", ...args]).problem).toMatch(/is no tenant's name/);
  },
);

test("a tenant without a file is told how to get one", () => {
  expect(commandOf(["deploy", "--tenant", "acme"]).problem).toMatch(
    /^infra\/tenants\/acme\.json does not exist\. Copy infra\/tenants\/example\.json .*: example/,
  );
});

test("what the file of a tenant gets wrong is said before CDK starts", () => {
  const problem = "infra/tenants/acme.json cannot be used:\n  region: an AWS region";

  expect(commandOf(["deploy", "--tenant", "acme"], () => ({ problem })).problem).toBe(problem);
});

describe("destroy", () => {
  test("is refused where data is kept, with the way to do it all the same", () => {
    const { problem } = commandOf(["destroy", "--tenant", "acme"], acme);

    expect(problem).toContain("acme keeps its couplings, history and secrets");
    expect(problem).toContain('"removalPolicy": "destroy"');
  });

  test("removes a trial", () => {
    expect(commandOf(["destroy", "--tenant", "acme"], trial).cdk).toEqual([
      "destroy",
      "--context",
      "tenant=acme",
    ]);
  });
});

test("a problem ends with a code of its own and its text, without a stack", () => {
  const { status, stderr } = spawnSync(
    process.execPath,
    ["--import", "tsx", "infra/run.ts", "deploy", "--tenant", "nobody"],
    { encoding: "utf8" },
  );

  expect(status).toBe(1);
  expect(stderr).toMatch(/^infra\/tenants\/nobody\.json does not exist/);
  expect(stderr).not.toMatch(/^\s+at /m);
});
