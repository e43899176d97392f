import { setTimeout as wait } from "node:timers/promises";
import type * as z from "zod/mini";
import type { SandboxClock } from "./clock.ts";
import { type Exchange, jsonAnswer, type SandboxAnswer, type SandboxRequest } from "./exchange.ts";
import { type Chance, FaultSettings, type RecordTrouble } from "./fault-settings.ts";
import { createRandom } from "./random.ts";
import { shortened } from "./shortened.ts";

/** How this app words the answers that a fault makes it give. */
export interface FaultAnswers {
  throttled(status: 429 | 503, retryAfterSeconds: number | undefined): SandboxAnswer;
  unauthorized(): SandboxAnswer;
}

/** The switches of one app, and what they do to it. See `fault-settings.ts` for their meaning. */
export interface Faults<Variant extends string = never> {
  settings(): FaultSettings;
  /** Replaces all switches; random draws and counts start again. */
  set(settings: FaultSettings): void;
  /** The app's time: the given clock, moved by `clockSkewMs`. */
  readonly clock: SandboxClock;
  /** True when this fault is due now; counts down. For faults that only the app can act out. */
  strikes(fault: ChanceFault): boolean;
  /** Whether the app behaves the other way, where the sources differ: see `variants`. */
  variant(name: Variant): boolean;
  /** Why a write to this record is to be refused, if it is: see `refuseRecords`. */
  troubleOf(id: string): RecordTrouble | undefined;
  /** The app behind its faults, with `/sandbox/faults` in front of them. */
  around(app: Exchange): Exchange;
}

export type ChanceFault = (typeof chanceFaults)[number];
const chanceFaults = [
  "throttle",
  "dropResponse",
  "resetConnection",
  "unauthorized",
  "truncatePages",
  "expireDeltaTokens",
] as const;

export function createFaults<Variant extends string = never>(options: {
  readonly clock: SandboxClock;
  /** All variants this app knows; another name is refused. */
  readonly variants?: readonly Variant[] | undefined;
  readonly answers: FaultAnswers;
  /** Replaced by a simulator that has its own time. */
  readonly sleep?: ((milliseconds: number) => Promise<unknown>) | undefined;
}): Faults<Variant> {
  const sleep = options.sleep ?? ((milliseconds) => wait(milliseconds, undefined, { ref: false }));
  const waiting = new Set<() => void>();
  let settings: FaultSettings = {};
  let draws = newDraws(settings);

  const set = (next: FaultSettings): void => {
    settings = next;
    draws = newDraws(next);
    for (const goOn of waiting) goOn();
  };
  /** Until the time is over, or other settings put an end to it. */
  const beSlow = async (milliseconds: number): Promise<void> => {
    let goOn = (): void => undefined;
    const isOver = new Promise<void>((resolve) => {
      goOn = resolve;
    });
    waiting.add(goOn);
    await Promise.race([sleep(milliseconds), isOver]);
    waiting.delete(goOn);
  };
  const strikes = (fault: ChanceFault, request?: SandboxRequest): boolean => {
    const chance = settings[fault];
    if (chance === undefined || !concerns(chance, request)) return false;
    if (chance.remaining === 0) return false;
    if (chance.rate !== undefined && draws[fault]() >= chance.rate) return false;
    if (chance.remaining !== undefined) {
      settings = { ...settings, [fault]: { ...chance, remaining: chance.remaining - 1 } };
    }
    return true;
  };

  const faulted = async (app: Exchange, request: SandboxRequest): Promise<SandboxAnswer> => {
    if (settings.latencyMs !== undefined) await beSlow(settings.latencyMs);
    if (strikes("resetConnection", request)) return lost;
    if (strikes("throttle", request)) {
      const { status, retryAfterSeconds } = settings.throttle ?? {};
      return options.answers.throttled(status ?? 429, retryAfterSeconds);
    }
    if (strikes("unauthorized", request)) return options.answers.unauthorized();
    const answer = await app(request);
    if (strikes("dropResponse", request)) return lost;
    if (request.method === "GET" && answer.status === 200 && strikes("truncatePages", request)) {
      return shortened(answer, settings.truncatePages?.manner ?? "body");
    }
    return answer;
  };

  return {
    settings: () => settings,
    set,
    clock: { now: () => options.clock.now() + (settings.clockSkewMs ?? 0) },
    strikes,
    variant: (name) => settings.variants?.includes(name) ?? false,
    troubleOf: (id) =>
      settings.refuseRecords?.find((record) => record.id.toLowerCase() === id.toLowerCase())?.as,
    around: (app) => (request) =>
      request.url.pathname === "/sandbox/faults"
        ? Promise.resolve(
            switchboard(request, {
              settings: () => settings,
              set,
              variants: options.variants ?? [],
            }),
          )
        : faulted(app, request),
  };
}

const lost: SandboxAnswer = { status: 0, lost: true };

/** Each fault draws from its own row of numbers, so that setting one does not move another. */
function newDraws(settings: FaultSettings): Record<ChanceFault, () => number> {
  const seed = settings.seed ?? 1;
  const draw = (fault: ChanceFault) => createRandom(seed * 31 + chanceFaults.indexOf(fault));
  return {
    throttle: draw("throttle"),
    dropResponse: draw("dropResponse"),
    resetConnection: draw("resetConnection"),
    unauthorized: draw("unauthorized"),
    truncatePages: draw("truncatePages"),
    expireDeltaTokens: draw("expireDeltaTokens"),
  };
}

function concerns(chance: Chance, request: SandboxRequest | undefined): boolean {
  if (chance.only === undefined || request === undefined) return true;
  return (chance.only === "reads") === (request.method === "GET");
}

function switchboard(
  request: SandboxRequest,
  faults: Pick<Faults, "settings" | "set"> & { readonly variants: readonly string[] },
): SandboxAnswer {
  switch (request.method) {
    case "GET":
      return jsonAnswer(200, faults.settings());
    case "DELETE":
      faults.set({});
      return { status: 204 };
    case "PUT": {
      const wanted = readSettings(request.body, faults.variants);
      if (wanted.error !== undefined) return jsonAnswer(400, { error: wanted.error });
      faults.set(wanted.settings);
      return jsonAnswer(200, faults.settings());
    }
    default:
      return jsonAnswer(405, { error: "Use GET, PUT or DELETE." });
  }
}

function readSettings(
  body: string,
  variants: readonly string[],
): { error?: undefined; settings: FaultSettings } | { error: string } {
  let json: unknown;
  try {
    json = JSON.parse(body);
  } catch {
    return { error: "The body is not JSON." };
  }
  const parsed = FaultSettings.safeParse(json, { error: inWords });
  if (parsed.success) {
    const unknown = parsed.data.variants?.find((name) => !variants.includes(name));
    if (unknown === undefined) return { settings: parsed.data };
    return { error: `Unknown variant ${unknown}. This app knows: ${variants.join(", ")}.` };
  }
  return {
    error: parsed.error.issues
      .map(({ path, message }) => (path.length > 0 ? `${path.join(".")}: ${message}` : message))
      .join("; "),
  };
}

/** zod/mini ships without words. */
const inWords = (issue: z.core.$ZodRawIssue): string => {
  if (issue.code === "unrecognized_keys") return `there is no ${issue.keys.join(", ")}`;
  return issue.code === "invalid_type" ? `expected ${issue.expected}` : "this cannot be used";
};
