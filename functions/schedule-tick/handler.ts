import { readEnvironment, TickEnvironment } from "../../lib/runtime/environment.ts";
import { liveState } from "../../lib/runtime/live-state.ts";
import { once } from "../../lib/runtime/once.ts";
import { type TickReport, tick } from "../../lib/sync/tick.ts";

const app = once(() => liveState(readEnvironment(TickEnvironment)));

/** Entry point: the EventBridge rule, each minute. */
export const handler = (): Promise<TickReport> => tick(app());
