import type { Tenant } from "./tenant.ts";
import { findTenant, tenantNames } from "./tenant-file.ts";

/** What CDK is asked, or why it is not asked at all. */
export type Command =
  | { readonly cdk: readonly string[]; readonly problem?: undefined }
  | { readonly cdk?: undefined; readonly problem: string };

const verbs = ["synth", "diff", "deploy", "destroy"];

/** `deploy --tenant acme --require-approval never`: what CDK does not know is taken out, all else is handed on. */
export function commandOf(
  [verb = "", ...args]: readonly string[],
  find: typeof findTenant = findTenant,
): Command {
  if (!verbs.includes(verb)) return { problem: `Say what to do: ${verbs.join(", ")}` };
  const { name, rest } = tenantIn(args);
  if (name === undefined && verb !== "synth") {
    return {
      problem: `Say which tenant: npm run ${verb} -- --tenant <name>. There are: ${tenantNames().join(", ")}`,
    };
  }
  const { tenant, problem } = find(name ?? "example");
  if (tenant === undefined) return { problem };
  if (verb === "destroy" && tenant.removalPolicy === "retain") return { problem: kept(tenant) };
  const quiet = verb === "synth" ? ["--quiet"] : [];
  return { cdk: [verb, "--context", `tenant=${tenant.name}`, ...quiet, ...rest] };
}

function tenantIn(args: readonly string[]) {
  const at = args.findIndex((arg) => arg === "--tenant" || arg.startsWith("--tenant="));
  if (at === -1) return { name: undefined, rest: args };
  const isOneWord = args[at] !== "--tenant";
  const name = isOneWord ? args[at]?.slice("--tenant=".length) : (args[at + 1] ?? "");
  return { name, rest: args.toSpliced(at, isOneWord ? 1 : 2) };
}

const kept = ({ name }: Tenant): string =>
  `${name} keeps its couplings, history and secrets, and is protected from removal.
To remove all of it for good, set "removalPolicy": "destroy" in infra/tenants/${name}.json, run
npm run deploy -- --tenant ${name}, and then this again.`;
