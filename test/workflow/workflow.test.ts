import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { parse } from "yaml";
import * as z from "zod/mini";
import { commandOf } from "../../infra/command/command.ts";

const root = new URL("../../", import.meta.url);
const read = (file: string): string => readFileSync(new URL(file, root), "utf8");

const Permissions = z.record(z.string(), z.enum(["read", "write"]));
const Step = z.object({
  id: z.optional(z.string()),
  run: z.optional(z.string()),
  uses: z.optional(z.string()),
  with: z.optional(z.record(z.string(), z.unknown())),
});
const Job = z.object({
  needs: z.optional(z.array(z.string())),
  if: z.optional(z.string()),
  environment: z.optional(z.string()),
  "timeout-minutes": z.int(),
  permissions: Permissions,
  concurrency: z.optional(
    z.object({ group: z.string(), "cancel-in-progress": z.union([z.boolean(), z.string()]) }),
  ),
  strategy: z.optional(z.object({ "fail-fast": z.boolean() })),
  steps: z.array(Step),
});
const Workflow = z.object({
  on: z.object({
    pull_request: z.null(),
    push: z.object({ branches: z.array(z.string()), tags: z.array(z.string()) }),
  }),
  permissions: z.strictObject({}),
  jobs: z.object({ check: Job, tenants: Job, deploy: Job }),
});

const { on, jobs } = Workflow.parse(parse(read(".github/workflows/tandem.yml")));
const steps = Object.values(jobs).flatMap((job) => job.steps);
const scriptsOf = ({ run = "" }: z.infer<typeof Step>): readonly string[] => run.split("\n");

describe("the workflow", () => {
  test("checks every pull request with the gate, and may do nothing but read", () => {
    expect(jobs.check.steps.map(({ run }) => run)).toContain(".ci/run");
    expect(existsSync(new URL(".ci/run", root))).toBe(true);
    expect(jobs.check.permissions).toEqual({ contents: "read" });
    expect(jobs.check.if).toBeUndefined();
  });

  test("deploys on a tag only, after the check, and to no two of one tenant at a time", () => {
    expect(on.push.tags).toEqual(["v*"]);
    expect(jobs.tenants.if).toBe("github.ref_type == 'tag'");
    expect(jobs.deploy.needs).toEqual(["check", "tenants"]);
    expect(jobs.deploy.concurrency).toEqual({
      group: "deploy-${{ matrix.tenant }}",
      "cancel-in-progress": false,
    });
    expect(jobs.deploy.strategy?.["fail-fast"]).toBe(false);
  });

  test("deploys as the role of the tenant's own environment, without stored keys", () => {
    const signIn = jobs.deploy.steps.find(({ uses }) => uses?.startsWith("aws-actions/"));

    expect(jobs.deploy.environment).toBe("${{ matrix.tenant }}");
    expect(jobs.deploy.permissions).toEqual({ contents: "read", "id-token": "write" });
    expect(signIn?.with?.["role-to-assume"]).toBe("${{ vars.AWS_DEPLOY_ROLE }}");
    expect(read(".github/workflows/tandem.yml")).not.toMatch(/secrets[.]|access-key/);
  });

  test("names no expression in a shell script, where its value could be a command", () => {
    for (const { run } of steps) expect(run ?? "").not.toContain("${{");
  });

  test("uses actions of a fixed major version, and leaves no token behind in the checkout", () => {
    const used = steps.flatMap(({ uses }) => uses ?? []);

    for (const uses of used) expect(uses).toMatch(/^[\w-]+\/[\w-]+@v\d+$/);
    for (const step of steps.filter(({ uses }) => uses?.startsWith("actions/checkout@"))) {
      expect(step.with?.["persist-credentials"]).toBe(false);
    }
  });

  test("runs scripts that there are, with arguments that they take", () => {
    const { scripts } = z
      .object({ scripts: z.record(z.string(), z.string()) })
      .parse(JSON.parse(read("package.json")));
    const called = steps
      .flatMap(scriptsOf)
      .flatMap((line) => /^npm run (\S+) -- (.+)$/.exec(line)?.slice(1) ?? []);

    expect(called).toEqual([
      "diff",
      '--tenant "$TENANT"',
      "deploy",
      '--tenant "$TENANT" --require-approval never',
    ]);
    expect(Object.keys(scripts)).toEqual(expect.arrayContaining(["diff", "deploy"]));
    const asked = ["deploy", "--tenant", "example", "--require-approval", "never"];
    expect(commandOf(asked).cdk).toEqual([
      "deploy",
      "--context",
      "tenant=example",
      "--require-approval",
      "never",
    ]);
  });
});

describe("its scripts", () => {
  let folder: string;

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "tandem-workflow-"));
    mkdirSync(join(folder, "infra/tenants"), { recursive: true });
    for (const [name, region] of [
      ["example", "eu-west-1"],
      ["acme", "eu-north-1"],
      ["zulu-2", "us-east-1"],
    ]) {
      writeFileSync(join(folder, `infra/tenants/${name}.json`), JSON.stringify({ name, region }));
    }
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  const outputOf = (id: string, env: Readonly<Record<string, string>> = {}): string => {
    const run = steps.find((step) => step.id === id)?.run ?? "";
    const output = join(folder, `${id}.out`);
    const done = spawnSync("bash", ["-eo", "pipefail", "-c", run], {
      cwd: folder,
      env: { ...process.env, ...env, GITHUB_OUTPUT: output },
    });
    expect(done.stderr.toString()).toBe("");
    return readFileSync(output, "utf8");
  };

  test("list every tenant that has a file, the example aside", () => {
    expect(outputOf("list")).toBe('names=["acme","zulu-2"]\n');
  });

  test("find the tenant's region in its file", () => {
    expect(outputOf("tenant", { TENANT: "acme" })).toBe("region=eu-north-1\n");
  });

  test("release a tag only when it lies on the main branch", () => {
    const repository = join(folder, "repository");
    const git = (...args: string[]) => {
      const who = ["-c", "user.name=Ann", "-c", "user.email=ann@example.com"];
      const done = spawnSync("git", [...who, ...args], { cwd: repository, encoding: "utf8" });
      expect(done.status, done.stderr).toBe(0);
    };
    mkdirSync(repository);
    git("init", "--quiet", "--initial-branch", "main");
    git("commit", "--quiet", "--allow-empty", "--message", "One");
    git("update-ref", "refs/remotes/origin/main", "HEAD");
    const run = steps.find((step) => step.id === "onMain")?.run ?? "exit 2";
    const released = () =>
      spawnSync("bash", ["-eo", "pipefail", "-c", run], { cwd: repository, encoding: "utf8" });

    expect(released().status).toBe(0);
    git("commit", "--quiet", "--allow-empty", "--message", "Two");
    const { status, stderr } = released();
    expect(status).toBe(1);
    expect(stderr).toContain("not on the main branch");
  });
});
