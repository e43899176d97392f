import { createBusinessCentralSandbox } from "../../../lib/sandbox/business-central/sandbox.ts";
import { createDataverseSandbox } from "../../../lib/sandbox/dataverse/dataverse-sandbox.ts";
import { textOf } from "../../../lib/sandbox/dataverse/tables/row.ts";
import { isTokenPath } from "../../../lib/sandbox/tokens/token-endpoint.ts";
import type { SandboxAnswer, SandboxRequest } from "../../../lib/sandbox/web/exchange.ts";
import { serveSandbox } from "../../../lib/sandbox/web/server.ts";
import { type Addresses, type Counts, Pass, Round, Start } from "./orders.ts";
import { serve } from "./serve.ts";
import { changesIn, type Edits, editsOf, typed } from "./workload.ts";

/** Both apps, and the people who work in them, in a process of their own. */
let now = Date.now();
const clock = { now: () => now };
const businessCentral = createBusinessCentralSandbox({ clock });
const dataverse = createDataverseSandbox({ clock });
let counts: Counts = { calls: 0, writes: 0 };
let lastRound: Round | undefined;

serve({
  start: async (details): Promise<Addresses> => {
    businessCentral.seed(Start.parse(details).records, 7);
    const [bc, dv] = await Promise.all([
      serveSandbox({ port: 0, clock, exchange: counted(businessCentral.exchange) }),
      serveSandbox({ port: 0, clock, exchange: counted(dataverse.exchange) }),
    ]);
    return {
      left: `${bc.url}${businessCentral.company.path}`,
      right: dv.url,
      token: `${bc.url}/oauth2/v2.0/token`,
    };
  },
  pass: (details) => {
    now = Pass.parse(details).to;
  },
  edit: (details): number => {
    lastRound = Round.parse(details);
    return edit(lastRound);
  },
  /** How many edits of the last round did not arrive. */
  astray: (): number => (lastRound === undefined ? 0 : astray(lastRound)),
  counts: (): Counts => {
    const taken = counts;
    counts = { calls: 0, writes: 0 };
    return taken;
  },
});

type Exchange = (request: SandboxRequest, origin: string) => Promise<SandboxAnswer>;

/** Tokens aside. */
function counted(exchange: Exchange): Exchange {
  return (request, origin) => {
    if (!isTokenPath(request.url.pathname)) {
      counts = { calls: counts.calls + 1, writes: counts.writes + writesIn(request) };
    }
    return exchange(request, origin);
  };
}

const writesIn = ({ method, url, body }: SandboxRequest): number => {
  if (!url.pathname.endsWith("/$batch")) return method === "GET" ? 0 : 1;
  return [...body.matchAll(/^(?:POST|PATCH|DELETE) |"method":"(?:POST|PATCH|DELETE)"/gm)].length;
};

interface Pair {
  readonly left: string;
  readonly right: string;
}

/** Names are unique, and nobody changes them here. */
function pairs(): readonly Pair[] {
  const accounts = new Map(
    dataverse.rows("account").map(({ id, values }) => [textOf(values["name"] ?? null), id]),
  );
  return businessCentral.data.all("customers").map(({ id, displayName }) => {
    const right = accounts.get(String(displayName));
    if (right === undefined) throw new Error(`${String(displayName)} has no account`);
    return { left: String(id), right };
  });
}

function edit(asked: Round): number {
  const { round } = asked;
  const all = pairs();
  const edits = editsOf(asked);
  const each = (numbers: readonly number[], act: (pair: Pair, number: number) => void): void => {
    for (const number of numbers) {
      const pair = all[number];
      if (pair !== undefined) act(pair, number);
    }
  };
  const onLeft = ({ left }: Pair, number: number): void =>
    businessCentral.data.change("customers", left, { phoneNumber: typed(round, number).phone });
  const onRight = ({ right }: Pair, number: number): void =>
    dataverse.change("account", right, { emailaddress1: typed(round, number).email });
  each([...edits.left, ...edits.merged], onLeft);
  each([...edits.right, ...edits.merged], onRight);
  each(edits.disputed, (pair, number) => {
    onLeft(pair, number);
    dataverse.change("account", pair.right, { telephone1: typed(round, number + 1).phone });
  });
  return changesIn(edits);
}

function astray(asked: Round): number {
  const { round } = asked;
  const all = pairs();
  const customers = new Map(businessCentral.data.all("customers").map((row) => [row["id"], row]));
  const accounts = new Map(dataverse.rows("account").map(({ id, values }) => [id, values]));
  const missing = (numbers: Edits["left"], column: "phone" | "email"): number =>
    numbers.filter((number) => {
      const { left = "", right = "" } = all[number] ?? {};
      const [customer, account] = [customers.get(left), accounts.get(right)];
      const values = {
        phone: [customer?.["phoneNumber"], account?.["telephone1"]],
        email: [customer?.["email"], account?.["emailaddress1"]],
      };
      const wanted = typed(round, number)[column];
      return values[column].some((value) => value !== wanted);
    }).length;
  const { left, right, merged } = editsOf(asked);
  return missing([...left, ...merged], "phone") + missing([...right, ...merged], "email");
}
