import { createServer, type IncomingMessage } from "node:http";
import { text } from "node:stream/consumers";
import { createBusinessCentralSandbox } from "../../../lib/sandbox/business-central/sandbox.ts";
import { systemClock } from "../../../lib/sandbox/web/clock.ts";
import { type Couch, createCouch } from "./couch.ts";
import { columns } from "./floor-columns.ts";
import { type Addresses, type Counts, Round, Start } from "./orders.ts";
import { serve } from "./serve.ts";
import { changesIn, editsOf, typed } from "./workload.ts";

/** Two CouchDB databases with the same customers, and the people who work in them. */
const left = createCouch("left");
const right = createCouch("right");
let ids: readonly string[] = [];
let counts: Counts = { calls: 0, writes: 0 };
let lastRound: Round | undefined;

serve({
  start: async (details): Promise<Addresses> => {
    ids = fill(Start.parse(details).records);
    const url = await listen();
    return { left: `${url}/left`, right: `${url}/right`, token: "" };
  },
  // No time stands in what it does.
  pass: () => undefined,
  edit: (details): number => {
    lastRound = Round.parse(details);
    return edit(lastRound);
  },
  astray: (): number => (lastRound === undefined ? 0 : astray(lastRound)),
  counts: (): Counts => {
    const taken = counts;
    counts = { calls: 0, writes: 0 };
    return taken;
  },
});

/** Records as Business Central shows them, the mapped columns only. */
function fill(records: number): readonly string[] {
  const sandbox = createBusinessCentralSandbox({ clock: systemClock });
  sandbox.seed(records, 7);
  return sandbox.data.all("customers").map((customer) => {
    const id = String(customer["id"]);
    left.edit(id, Object.fromEntries(columns.map(([name]) => [name, customer[name]])));
    return id;
  });
}

function edit(asked: Round): number {
  const { round } = asked;
  const edits = editsOf(asked);
  const each = (couch: Couch, numbers: readonly number[], column: "phone" | "email"): void => {
    for (const number of numbers) {
      const { phone, email } = typed(round, number);
      couch.edit(ids[number] ?? "", column === "phone" ? { phoneNumber: phone } : { email });
    }
  };
  each(left, [...edits.left, ...edits.merged, ...edits.disputed], "phone");
  each(right, [...edits.right, ...edits.merged, ...edits.disputed], "email");
  return changesIn(edits);
}

/** What both sides changed stays in conflict, on both sides the same. */
function astray(asked: Round): number {
  const { round } = asked;
  const edits = editsOf(asked);
  const differs = (number: number): boolean => {
    const id = ids[number] ?? "";
    return left.standing(id).join() !== right.standing(id).join();
  };
  const isLost = (number: number): boolean =>
    right.shown(ids[number] ?? "")["phoneNumber"] !== typed(round, number).phone;
  const all = [...edits.left, ...edits.right, ...edits.merged, ...edits.disputed];
  return all.filter(differs).length + edits.left.filter(isLost).length;
}

function listen(): Promise<string> {
  const server = createServer((incoming, outgoing) => {
    void answer(incoming).then((found) => {
      const body = JSON.stringify(found ?? { error: "not_found", reason: "missing" });
      outgoing.writeHead(found === undefined ? 404 : 200, {
        "content-type": "application/json",
        "content-length": Buffer.byteLength(body),
      });
      outgoing.end(body);
    });
  });
  return new Promise((resolve) => {
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      const port = typeof address === "object" && address !== null ? address.port : 0;
      resolve(`http://127.0.0.1:${port}`);
    });
  });
}

async function answer(incoming: IncomingMessage): Promise<unknown> {
  const url = new URL(incoming.url ?? "/", "http://couch");
  const [, database, ...path] = decodeURIComponent(url.pathname).split("/");
  const sent = await text(incoming);
  const body: unknown = sent === "" ? undefined : JSON.parse(sent);
  const name = path.join("/");
  counts = { calls: counts.calls + 1, writes: counts.writes + writesIn(name, body) };
  // Who it is, asked once.
  if (database === "") return { couchdb: "Welcome", version: "3.3.3" };
  return (database === "left" ? left : right).answer(name, url.searchParams, body);
}

const writesIn = (path: string, body: unknown): number => {
  const hasDocs = typeof body === "object" && body !== null && "docs" in body;
  return path === "_bulk_docs" && hasDocs && Array.isArray(body.docs) ? body.docs.length : 0;
};
