import { setTimeout as wait } from "node:timers/promises";
import { createBusinessCentral } from "../connector/business-central/business-central.ts";
import { businessCentralLimits } from "../connector/business-central/connection.ts";
import { createDataverse } from "../connector/dataverse/dataverse.ts";
import { type AppHttpOptions, createAppHttp } from "../connector/http/app-http.ts";
import { createNodeTransport } from "../connector/http/node-transport.ts";
import type { Transport } from "../connector/http/transport.ts";
import { createTokenSource } from "../connector/oauth/token-source.ts";
import type { Side } from "../domain/side.ts";
import type { BusinessApps } from "../ports/business-app.ts";
import type { Clock } from "../ports/clock.ts";
import type { Credentials } from "./credentials.ts";
import type { AppMeter } from "./measures/app-meter.ts";

/** How much of an app one asker may take. */
export interface Share {
  /** Requests to Dataverse under way at a time. */
  readonly dataverseAtOnce: number;
  readonly requestTimeoutMs: number;
  /** So long a throttled app is waited for. */
  readonly waitBudgetMs: number;
}

export interface AppAddresses {
  readonly businessCentralUrl: string;
  readonly dataverseUrl: string;
  readonly tokenUrl: string;
  /** Requests to Business Central under way at a time; as many as it works on when absent. */
  readonly businessCentralAtOnce?: number | undefined;
  /** Asked for each new token. */
  readonly credentials: () => Promise<Credentials | undefined>;
}

/**
 * Dataverse takes 52 requests at a time from one user; a few large batches are what it handles best.
 * A step waits for a throttled app before it hands the job back to the queue.
 */
const shareOfSteps: Share = {
  dataverseAtOnce: 4,
  requestTimeoutMs: 60_000,
  waitBudgetMs: 20_000,
};

/** One connection, and an answer while somebody still waits for it. */
export const shareOfLooks: Share = {
  dataverseAtOnce: 1,
  requestTimeoutMs: 20_000,
  waitBudgetMs: 5_000,
};

/** What the connectors touch besides the addresses; tests and the simulator bring their own. */
export interface Surroundings {
  readonly clock: Clock;
  readonly transport: Transport;
  readonly wait: (milliseconds: number) => Promise<void>;
  readonly random: () => number;
  readonly meter?: AppMeter | undefined;
  readonly share?: Share | undefined;
}

export const liveSurroundings = (
  clock: Clock,
  meter?: AppMeter,
  share: Share = shareOfSteps,
): Surroundings => ({
  clock,
  meter,
  share,
  transport: createNodeTransport({ timeoutMs: share.requestTimeoutMs, maxSockets: 8 }),
  wait: (milliseconds) => wait(milliseconds),
  random: Math.random,
});

/** Connectors to both apps, as one application user. */
export function liveApps(addresses: AppAddresses, surroundings: Surroundings): BusinessApps {
  const { clock, meter, share = shareOfSteps } = surroundings;
  const { waitBudgetMs, dataverseAtOnce } = share;
  const http = (
    side: Side,
    url: string,
    limits: Pick<AppHttpOptions, "maxInFlight" | "isFinal">,
  ) => {
    const transport = meter?.metered(side, surroundings.transport) ?? surroundings.transport;
    const options = { side, waitBudgetMs, ...surroundings, transport, ...limits };
    const token = createTokenSource({
      side,
      http: createAppHttp(options),
      tokenUrl: addresses.tokenUrl,
      credentials: addresses.credentials,
      scope: `${new URL(url).origin}/.default`,
      clock,
    });
    return createAppHttp({ ...options, token });
  };
  const { businessCentralUrl: companyUrl, dataverseUrl: url } = addresses;
  const { maxInFlight } = businessCentralLimits;
  const toCompany = {
    ...businessCentralLimits,
    maxInFlight: addresses.businessCentralAtOnce ?? maxInFlight,
  };
  return {
    businessCentral: createBusinessCentral({
      http: http("businessCentral", companyUrl, toCompany),
      companyUrl,
      clock,
    }),
    dataverse: createDataverse({
      http: http("dataverse", url, { maxInFlight: dataverseAtOnce }),
      url,
      clock,
    }),
  };
}
