import * as z from "zod/mini";
import type { Circuit } from "../../../domain/circuit.ts";
import { circuitReasons } from "../../../domain/error-news.ts";
import { Instant } from "../../../domain/instant.ts";

/** Since when a mapping's runs only try a few records, and why; absent when they do all there is to do. */
export const CircuitShape = z.object({
  openSince: Instant,
  reason: z.enum(circuitReasons),
  message: z.string(),
});

export const showCircuit = (circuit: Circuit | undefined) =>
  circuit && { openSince: circuit.since, reason: circuit.reason, message: circuit.message };
