import type { Transport, WireAnswer, WireRequest } from "../../../lib/connector/http/transport.ts";
import type { Side } from "../../../lib/domain/side.ts";
import type { SandboxAnswer } from "../../../lib/sandbox/web/exchange.ts";
import { createRandom } from "../../../lib/sandbox/web/random.ts";
import { shortened } from "../../../lib/sandbox/web/shortened.ts";
import type { Coverage } from "../coverage.ts";
import { simulatedFields, tokenIn, tokensIn } from "../story/fields.ts";
import type { WireFault } from "../story/happenings.ts";
import type { Journal, SystemWrite, WrittenField } from "../story/journal.ts";
import type { SimulatedApps, Standing } from "./apps.ts";

/** A fault that strikes the connection to one app for a while. */
export interface WireWindow {
  readonly side: Side;
  readonly fault: WireFault;
  readonly until: number;
  readonly rate: number;
  readonly seed: number;
}

interface WireOptions {
  readonly apps: SimulatedApps;
  readonly journal: Journal;
  readonly coverage: Coverage;
  readonly now: () => number;
}

export interface Wire {
  readonly transport: Transport;
  strike(window: WireWindow): void;
  calm(): void;
}

type Drawn = WireWindow & { readonly draw: () => number };

/** The network between the system and the apps. What the apps are made to do is noted on the way. */
export function simulatedWire({ apps, journal, coverage, now }: WireOptions): Wire {
  let windows: readonly Drawn[] = [];

  const struck = (side: Side): WireFault | undefined => {
    windows = windows.filter(({ until }) => until > now());
    const fault = windows.find((one) => one.side === side && one.draw() < one.rate)?.fault;
    if (fault !== undefined) coverage.fault(fault);
    return fault;
  };

  const carryOut = (side: Side, request: WireRequest): Promise<SandboxAnswer> =>
    apps.alone(() => noting(side, request));
  const noting = async (side: Side, request: WireRequest): Promise<SandboxAnswer> => {
    const before = request.method === "GET" ? undefined : apps.standing(side);
    const answer = await apps.ask(side, {
      method: request.method,
      url: request.url,
      headers: lowerCase(request.headers),
      body: request.body ?? "",
    });
    if (before !== undefined) {
      const writes = writesBetween({ side, before, after: apps.standing(side) }, journal, now());
      for (const write of writes) noteWrite(journal, coverage, write);
      const idle = isWriting(request) ? successesIn(answer) - writes.length : 0;
      for (let one = 0; one < idle; one += 1) {
        journal.wrote({ side, id: request.body ?? "", kind: "nothing", fields: [], at: now() });
      }
    }
    return answer;
  };

  return {
    strike: (window) => {
      windows = [...windows, { ...window, draw: createRandom(window.seed) }];
    },
    calm: () => {
      windows = [];
    },
    transport: async (request) => {
      const side = request.url.startsWith(apps.origins.dataverse) ? "dataverse" : "businessCentral";
      if (!request.url.startsWith(apps.origins[side])) {
        throw new Error(`A request to a foreign address: ${request.url}`);
      }
      coverage.count("requests", 1);
      const fault = struck(side);
      if (fault === "refuseConnection") return { error: "refused", sent: false };
      if (fault === "loseRequest") return { error: "timeout", sent: true };
      const turnedAway = fault === undefined ? undefined : turnAway[fault];
      if (turnedAway !== undefined) return wireAnswer(apps.dateOf(side), turnedAway);
      const answer = await carryOut(side, request);
      if (fault === "loseAnswer") return { error: "reset", sent: true };
      const given = wireAnswer(apps.dateOf(side), damaged(fault, request, answer));
      journal.show(side, tokensIn(given.text));
      return given;
    },
  };
}

const turnAway: Readonly<Partial<Record<WireFault, SandboxAnswer>>> = {
  throttle: { status: 429, headers: { "retry-after": "17" }, body: "" },
  unavailable: { status: 503, body: "" },
  serverError: { status: 500, body: "" },
  unauthorized: { status: 401, body: "" },
};

function damaged(
  fault: WireFault | undefined,
  request: WireRequest,
  answer: SandboxAnswer,
): SandboxAnswer {
  const body = answer.body ?? "";
  const isBatch = request.url.endsWith("/$batch");
  switch (fault) {
    case "cutBody":
      return { ...answer, body: body.slice(0, Math.floor(body.length / 2)) };
    case "cutList":
      return request.method === "GET" && answer.status === 200 ? shortened(answer, "list") : answer;
    case "cutBatch":
      return isBatch ? { ...answer, body: withoutLastPart(body) } : answer;
    case "missingColumn":
      return { ...answer, body: body.replace(/"(?:phoneNumber|telephone1)":"[^"]*",?/g, "") };
    case "otherType":
      return { ...answer, body: body.replace(/"(phoneNumber|telephone1)":"[^"]*"/g, '"$1":5') };
    case "throttle":
    case "unavailable":
    case "serverError":
    case "unauthorized":
    case "refuseConnection":
    case "loseRequest":
    case "loseAnswer":
    case undefined:
      return answer;
  }
}

/** A batch answer that ends too early. */
function withoutLastPart(body: string): string {
  if (!body.startsWith("{")) return body.slice(0, Math.floor(body.length * 0.7));
  const batch: unknown = JSON.parse(body);
  if (typeof batch !== "object" || batch === null || !("responses" in batch)) return body;
  const { responses } = batch;
  return Array.isArray(responses) ? JSON.stringify({ responses: responses.slice(0, -1) }) : body;
}

const wireAnswer = (date: string, { status, headers, body }: SandboxAnswer): WireAnswer => ({
  status,
  headers: new Map([
    ["date", date],
    ...Object.entries(headers ?? {}).map(([name, value]) => [name.toLowerCase(), value] as const),
  ]),
  text: body ?? "",
});

const lowerCase = (headers: Readonly<Record<string, string>>): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));

const isWriting = ({ url, body = "" }: WireRequest): boolean =>
  url.endsWith("/$batch") && /PATCH|"POST"|DELETE/.test(body);

/** Parts of a batch that the app says it carried out. */
const successesIn = ({ body = "" }: SandboxAnswer): number =>
  body.match(/HTTP\/1\.1 2\d\d|"status":2\d\d/g)?.length ?? 0;

interface Change {
  readonly side: Side;
  readonly before: ReadonlyMap<string, Standing>;
  readonly after: ReadonlyMap<string, Standing>;
}

function writesBetween(
  { side, before, after }: Change,
  journal: Journal,
  at: number,
): readonly SystemWrite[] {
  const writes: SystemWrite[] = [];
  const ids = new Set([...before.keys(), ...after.keys()]);
  for (const id of ids) {
    const [from, to] = [before.get(id)?.values ?? {}, after.get(id)?.values ?? {}];
    const fields = simulatedFields.flatMap(({ name: field }): readonly WrittenField[] => {
      const [was, is] = [from[field] ?? "", to[field] ?? ""];
      if (was === is) return [];
      const edit = journal.editOf(tokenIn(was) ?? 0);
      const isOwn = edit?.side === side && edit.id === id;
      return [{ field, from: was, to: is, wasShown: !isOwn || journal.isShown(side, edit.token) }];
    });
    if (!before.has(id)) writes.push({ side, id, kind: "created", fields, at });
    else if (!after.has(id)) writes.push({ side, id, kind: "deleted", fields, at });
    else if (fields.length > 0) writes.push({ side, id, kind: "changed", fields, at });
  }
  return writes;
}

/** A record that the system made belongs to whoever's name it bears. */
function noteWrite(journal: Journal, coverage: Coverage, write: SystemWrite): void {
  coverage.count(`${write.kind}BySystem`, 1);
  if (write.kind === "created") {
    const name = write.fields.find(({ field }) => field === "name");
    const origin = name === undefined ? undefined : journal.editOf(tokenIn(name.to) ?? 0);
    if (origin !== undefined) journal.join(write.id, origin.id);
  }
  journal.wrote(write);
}
