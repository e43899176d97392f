import * as z from "zod/mini";
import { pack, packed } from "./table/packed.ts";
import type { Upgrade } from "./table/stored-shape.ts";

const Former = z.object({
  z: packed(
    z.looseObject({
      request: z.looseObject({ kind: z.string() }),
      checkpoint: z.optional(z.looseObject({ phase: z.string() })),
    }),
  ),
});

/** Version 1 had other names for kinds of requests and for phases, and one kind for both ways to uncouple. */
export const withTodaysNames: Upgrade = (row) => {
  const job = Former.parse(row).z;
  const { request, checkpoint } = job;
  const named = {
    ...job,
    request: requestOf(request),
    checkpoint: checkpoint && { ...checkpoint, phase: today(phases, checkpoint.phase) },
  };
  return { ...row, z: pack(named) };
};

function requestOf(request: z.infer<typeof Former>["z"]["request"]): unknown {
  if (request.kind !== "uncouple") return { ...request, kind: today(kinds, request.kind) };
  const { ids } = z.object({ ids: z.optional(z.array(z.string())) }).parse(request["couplings"]);
  return ids === undefined ? { kind: "uncoupleAll" } : { kind: "uncouple", ids };
}

const kinds: ReadonlyMap<string, string> = new Map([
  ["changes", "synchronizeChanges"],
  ["everything", "synchronizeAll"],
  ["couplings", "synchronizeCouplings"],
  ["everyCoupling", "synchronizeAllCouplings"],
  ["resolve", "synchronizeErrors"],
]);

const phases: ReadonlyMap<string, string> = new Map([
  ["due", "dueErrors"],
  ["listed", "selectedErrors"],
  ["walk", "allCouplings"],
  ["alone", "uncoupledErrors"],
  ["chosen", "selectedCouplings"],
]);

const today = (names: ReadonlyMap<string, string>, former: string): string =>
  names.get(former) ?? former;
