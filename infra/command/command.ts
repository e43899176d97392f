import { directoryIn } from "../tenant/entra-facts.ts";
import type { Tenant } from "../tenant/tenant.ts";
import { findTenant, tenantNames } from "../tenant/tenant-file.ts";

/** What CDK is asked, or why it is not asked at all. */
export type Command =
  | {
      readonly cdk: readonly string[];
      readonly tenant: Tenant;
      readonly needsAccount: boolean;
      readonly profile: string | undefined;
      /** What should be known before it begins, and what it comes to. */
      readonly notes: readonly string[];
      readonly done: string | undefined;
      readonly problem?: undefined;
    }
  | { readonly cdk?: undefined; readonly problem: string };

interface Surroundings {
  readonly find: typeof findTenant;
  /** Whether somebody can be asked. */
  readonly terminal: boolean;
}

const verbs = ["synth", "diff", "deploy", "destroy"];

/** `deploy --tenant acme --require-approval never`: what CDK does not know is taken out, all else is handed on. */
export function commandOf(
  [verb = "", ...args]: readonly string[],
  { find, terminal }: Surroundings = { find: findTenant, terminal: process.stdin.isTTY },
): Command {
  if (!verbs.includes(verb)) return { problem: `Say what to do: ${verbs.join(", ")}` };
  const { value: name, rest } = optionIn(args, "--tenant");
  if (name === undefined) {
    return {
      problem: `Say which tenant: npm run ${verb} -- --tenant <name>. There are: ${tenantNames().join(", ")}`,
    };
  }
  const { tenant, problem } = find(name);
  if (tenant === undefined) return { problem };
  if (verb === "destroy" && tenant.removalPolicy === "retain") return { problem: kept(tenant) };
  if (verb === "destroy" && !terminal && !rest.some((arg) => arg === "--force" || arg === "-f")) {
    return { problem: unasked(tenant) };
  }
  const isSynthesis = verb === "synth";
  return {
    cdk: [verb, "--context", `tenant=${tenant.name}`, ...(isSynthesis ? ["--quiet"] : []), ...rest],
    tenant,
    needsAccount: !isSynthesis,
    profile: optionIn(rest, "--profile").value,
    notes: directoriesOf(tenant),
    done: isSynthesis ? synthesized(tenant, rest) : undefined,
  };
}

function optionIn(args: readonly string[], option: string) {
  const at = args.findIndex((arg) => arg === option || arg.startsWith(`${option}=`));
  if (at === -1) return { value: undefined, rest: args };
  const isOneWord = args[at] !== option;
  const value = isOneWord ? args[at]?.slice(option.length + 1) : (args[at + 1] ?? "");
  return { value, rest: args.toSpliced(at, isOneWord ? 1 : 2) };
}

/** A team may sign in with its own directory while the apps are in the tenant's; a mistake looks the same. */
function directoriesOf({ tokenUrl, signIn }: Tenant): readonly string[] {
  const [apps, people] = [directoryIn(tokenUrl), directoryIn(signIn.issuer)];
  if (apps === undefined || people === undefined || apps === people) return [];
  return [
    `The apps are in the directory ${apps} (tokenUrl), and people sign in to ${people} (signIn.issuer). Go on if that is meant.`,
  ];
}

function synthesized({ name }: Tenant, rest: readonly string[]): string {
  const folder = optionIn(rest, "--output").value ?? optionIn(rest, "-o").value ?? "cdk.out";
  return `Tandem-${name}: guards passed, template in ${folder}/Tandem-${name}.template.json`;
}

const kept = ({ name }: Tenant): string =>
  `${name} keeps its couplings, history and secrets, and is protected from removal.
To remove all of it for good, set "removalPolicy": "destroy" in infra/tenants/${name}.json, run
npm run deploy -- --tenant ${name}, and then this again.`;

const unasked = ({ name }: Tenant): string =>
  `Everything of ${name} would be removed, and without a terminal nobody can be asked whether that is meant.
If it is: npm run destroy -- --tenant ${name} --force`;
