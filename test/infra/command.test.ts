import { spawnSync } from "node:child_process";
import { describe, expect, test } from "vitest";
import { commandOf } from "../../infra/command/command.ts";
import { exampleTenant } from "./synthesized.ts";

/** A person without profiles, on a machine that AWS gave no role. */
const nobody = {
  AWS_CONFIG_FILE: "/nowhere/config",
  AWS_SHARED_CREDENTIALS_FILE: "/nowhere/credentials",
  AWS_EC2_METADATA_DISABLED: "true",
};

const tenant = { ...exampleTenant(), name: "acme" };
const acme = { find: () => ({ tenant }), terminal: true };
const trial = {
  find: () => ({ tenant: { ...tenant, removalPolicy: "destroy" as const } }),
  terminal: true,
};

test.each([["--tenant", "acme"], ["--tenant=acme"]])(
  "%s %s names the tenant; all else is for CDK",
  (...named) => {
    expect(commandOf(["deploy", ...named, "--require-approval", "never"], acme).cdk).toEqual(
      "deploy --context tenant=acme --require-approval never".split(" "),
    );
  },
);

test("XC28 without a name nothing is done, and the names that there are are told", () => {
  for (const verb of ["synth", "diff", "deploy", "destroy"]) {
    expect(commandOf([verb]).problem).toMatch(
      new RegExp(`^Say which tenant: npm run ${verb} -- --tenant <name>\\. There are: .*example`),
    );
  }
});

test.each([["--tenant"], ["--tenant="], ["--tenant", "--all"], ["--tenant", "../acme"]])(
  "%j names no tenant",
  (...args) => {
    expect(commandOf(["deploy", ...args]).problem).toMatch(/is no tenant's name/);
  },
);

test("a tenant without a file is told how to get one", () => {
  expect(commandOf(["deploy", "--tenant", "nobody"]).problem).toMatch(
    /^infra\/tenants\/nobody\.json does not exist\. Copy infra\/tenants\/example\.json .*: .*\bexample\b/,
  );
});

test("what the file of a tenant gets wrong is said before CDK starts", () => {
  const problem = "infra/tenants/acme.json cannot be used:\n  region: an AWS region";

  expect(
    commandOf(["deploy", "--tenant", "acme"], { ...acme, find: () => ({ problem }) }).problem,
  ).toBe(problem);
});

test("a synthesis ends with what it made, and where", () => {
  const where = (...options: string[]) =>
    commandOf(["synth", "--tenant", "acme", ...options], acme);

  expect(where()).toMatchObject({
    needsAccount: false,
    done: "Tandem-acme: guards passed, template in cdk.out/Tandem-acme.template.json",
  });
  expect(where("--output=there")).toMatchObject({ done: expect.stringContaining("there/Tandem") });
  expect(commandOf(["diff", "--tenant", "acme", "--profile", "ops"], acme)).toMatchObject({
    needsAccount: true,
    profile: "ops",
    done: undefined,
  });
});

test("people who sign in with another directory than the apps' may be meant, and are pointed out", () => {
  const issuer = "https://login.microsoftonline.com/11111111-1111-1111-1111-111111111111/v2.0";
  const elsewhere = { ...tenant, signIn: { ...tenant.signIn, issuer } };

  expect(
    commandOf(["deploy", "--tenant", "acme"], { ...acme, find: () => ({ tenant: elsewhere }) }),
  ).toMatchObject({
    notes: [expect.stringMatching(/00000000-.* \(tokenUrl\).* 11111111-.* \(signIn\.issuer\)/)],
  });
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

  test("of a trial is not begun where nobody can be asked, unless it says --force", () => {
    const unattended = { ...trial, terminal: false };

    expect(commandOf(["destroy", "--tenant", "acme"], unattended).problem).toContain(
      "npm run destroy -- --tenant acme --force",
    );
    expect(commandOf(["destroy", "--tenant", "acme", "--force"], unattended).cdk).toContain(
      "--force",
    );
  });
});

const run = (args: readonly string[], env: Readonly<Record<string, string>> = {}) =>
  spawnSync(process.execPath, ["--import", "tsx", "infra/run.ts", ...args], {
    encoding: "utf8",
    env: { PATH: process.env["PATH"], ...env },
  });

test("a problem ends with a code of its own and its text, without a stack", () => {
  const { status, stderr } = run(["deploy", "--tenant", "nobody"]);

  expect(status).toBe(1);
  expect(stderr).toMatch(/^infra\/tenants\/nobody\.json does not exist/);
  expect(stderr).not.toMatch(/^\s+at /m);
});

test("without credentials CDK is not begun, and the ways to name them are", () => {
  const { status, stderr } = run(["diff", "--tenant", "example"], nobody);

  expect(status).toBe(1);
  expect(stderr).toMatch(/^No AWS credentials for example: /);
  expect(stderr).toContain("--profile <name> or AWS_PROFILE");
  expect(stderr).not.toMatch(/Bundling|^\s+at /m);
});
