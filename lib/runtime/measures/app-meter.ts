import type { Transport } from "../../connector/http/transport.ts";
import { epochOf } from "../../domain/instant.ts";
import type { PerSide, Side } from "../../domain/side.ts";
import type { Clock } from "../../ports/clock.ts";

/** What was asked of an app. */
export interface AppUse {
  readonly requests: number;
  /** Waiting for its answers, one request after the other however many were under way. */
  readonly milliseconds: number;
  /** Answers that told us to come again later. */
  readonly throttled: number;
}

export interface AppMeter {
  /** The same transport, counted. */
  metered(side: Side, transport: Transport): Transport;
  /** Since it was asked last. */
  taken(): PerSide<AppUse>;
}

const nothing: AppUse = { requests: 0, milliseconds: 0, throttled: 0 };
const turnedAway: ReadonlySet<number> = new Set([429, 503]);

export function createAppMeter(clock: Clock): AppMeter {
  let use = { businessCentral: nothing, dataverse: nothing };
  return {
    metered: (side, transport) => async (request) => {
      const askedAt = epochOf(clock.now());
      const answer = await transport(request);
      const { requests, milliseconds, throttled } = use[side];
      const isTurnedAway = !("error" in answer) && turnedAway.has(answer.status);
      use = {
        ...use,
        [side]: {
          requests: requests + 1,
          milliseconds: milliseconds + epochOf(clock.now()) - askedAt,
          throttled: throttled + (isTurnedAway ? 1 : 0),
        },
      };
      return answer;
    },
    taken() {
      const taken = use;
      use = { businessCentral: nothing, dataverse: nothing };
      return taken;
    },
  };
}
