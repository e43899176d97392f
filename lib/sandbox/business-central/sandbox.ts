import { createHash, randomUUID } from "node:crypto";
import { isAuthorized } from "../tokens/token.ts";
import { createTokenEndpoint, isTokenPath, type TokenOptions } from "../tokens/token-endpoint.ts";
import type { SandboxClock } from "../web/clock.ts";
import type { Exchange, SandboxAnswer, SandboxRequest } from "../web/exchange.ts";
import { createFaults, type Faults } from "../web/faults.ts";
import { type Journal, openJournal } from "../web/journal.ts";
import { answerApi } from "./answer-api.ts";
import { type BehindTheScenes, behindTheScenes } from "./behind-the-scenes.ts";
import { refusalAnswer } from "./refusals/refusal.ts";
import { seedCompany } from "./seed/seed.ts";
import { type Company, type Variant, variants } from "./store/company.ts";
import { Store } from "./store/store.ts";
import { roundedStamp } from "./tables/stamp.ts";
import { createNotifier, type Notifier, type Post } from "./webhooks/notifications.ts";

/** A pretend Business Central with one company, speaking API v2.0 and one custom API route. */
export interface BusinessCentralSandbox {
  /** The whole app: tokens, `/sandbox/faults`, and the API behind its faults. */
  readonly exchange: Exchange;
  readonly company: {
    readonly id: string;
    readonly name: string;
    /** Below the origin: `/api/v2.0/companies(…)`. */
    readonly path: string;
    /** The root of the custom API page, below the origin. */
    readonly customPath: string;
  };
  /** The app's own time, with the fault `clockSkewMs` in it. */
  readonly clock: SandboxClock;
  readonly faults: Faults<Variant>;
  /** Set-up rows and this number of customers, persons and items; nothing when there are rows already. */
  seed(count: number, seed: number): void;
  readonly data: BehindTheScenes;
  /** Sends the webhook notifications that are due by the app's time. */
  deliverNotifications(): Promise<void>;
}

export function createBusinessCentralSandbox(options: {
  readonly clock: SandboxClock;
  readonly journal?: Journal | undefined;
  readonly companyName?: string | undefined;
  readonly newId?: (() => string) | undefined;
  /** How webhooks reach their receivers. */
  readonly post?: Post | undefined;
  /** 30 s in the real service. */
  readonly notificationDelayMs?: number | undefined;
  readonly tokens?: Omit<TokenOptions, "clock"> | undefined;
  readonly sleep?: ((milliseconds: number) => Promise<unknown>) | undefined;
}): BusinessCentralSandbox {
  const newId = options.newId ?? randomUUID;
  const name = options.companyName ?? "CRONUS USA, Inc.";
  const faults: Faults<Variant> = createFaults<Variant>({
    clock: options.clock,
    variants,
    sleep: options.sleep,
    answers: {
      throttled: (status, seconds) => throttled(status, seconds, newId()),
      unauthorized: () => unauthorized(faults, newId()),
    },
  });
  const notifier: Notifier = createNotifier({
    clock: faults.clock,
    delayMs: options.notificationDelayMs ?? 30_000,
    post: options.post,
    subscriptions: () => [...store.rows("subscriptions").afterId(undefined)],
    drop: (id) =>
      company.store.transaction(
        company.stamp(),
        () => store.remove("subscriptions", id),
        () => true,
      ),
    companyId: companyId(name),
  });
  const store = new Store({
    journal: options.journal ?? openJournal(),
    lateCommitMs: () => faults.settings().lateCommitMs ?? 0,
    onCommit: (changes) => notifier.noteChanges(changes),
  });
  const company: Company = {
    id: companyId(name),
    name,
    localCurrency: "USD",
    store,
    stamp: () => roundedStamp(faults.clock.now()),
    newId,
    variant: faults.variant,
  };
  const tokenEndpoint = createTokenEndpoint({ clock: faults.clock, ...options.tokens });
  const api: Exchange = async (request) => {
    if (!isAuthorized(request.headers["authorization"], request.url.origin, faults.clock.now())) {
      return unauthorized(faults, newId());
    }
    store.settle(faults.clock.now());
    return answerApi({ company, faults, notifier }, request);
  };
  const behindFaults = faults.around(api);

  return {
    exchange: (request: SandboxRequest): Promise<SandboxAnswer> =>
      isTokenPath(request.url.pathname) ? tokenEndpoint(request) : behindFaults(request),
    company: {
      id: company.id,
      name,
      path: `/api/v2.0/companies(${company.id})`,
      customPath: `/api/tandem/sales/v1.0/companies(${company.id})`,
    },
    clock: faults.clock,
    faults,
    seed: (count, seed) => seedCompany(company, count, seed),
    data: behindTheScenes(company),
    deliverNotifications: () => notifier.deliverDue(),
  };
}

/** The same name has the same id, so that a restart keeps its address. */
function companyId(name: string): string {
  const hex = createHash("sha256").update(name).digest("hex");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

/** B1. */
function unauthorized(faults: Faults<Variant>, correlationId: string): SandboxAnswer {
  if (faults.variant("emptyUnauthorized")) return { status: 401 };
  return refusalAnswer(
    {
      status: 401,
      code: "Authentication_InvalidCredentials",
      message: "The server has rejected the client credentials.",
    },
    correlationId,
  );
}

/** B51: 429 comes without `Retry-After` unless switched on, 503 always with one. */
function throttled(
  status: 429 | 503,
  retryAfterSeconds: number | undefined,
  correlationId: string,
): SandboxAnswer {
  const seconds = retryAfterSeconds ?? (status === 503 ? 10 : undefined);
  const answer =
    status === 429
      ? refusalAnswer(
          { status, code: "Application_TooManyRequests", message: "Too many requests." },
          correlationId,
        )
      : { status, headers: {}, body: "The service is temporarily unavailable." };
  return seconds === undefined
    ? answer
    : { ...answer, headers: { ...answer.headers, "retry-after": String(seconds) } };
}
