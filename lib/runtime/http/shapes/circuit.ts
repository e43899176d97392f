import * as z from "zod/mini";
import { circuitReasons } from "../../../domain/error/error-events.ts";
import { Instant } from "../../../domain/instant.ts";
import type { Circuit } from "../../../domain/job/circuit-breaker.ts";

/** Since when a mapping's runs only try a few records, and why; absent when they do all there is to do. */
export const CircuitShape = z.object({
  openSince: Instant,
  reason: z.enum(circuitReasons),
  message: z.string(),
});

export const showCircuit = (circuit: Circuit | undefined) =>
  circuit && { openSince: circuit.since, reason: circuit.reason, message: circuit.message };
