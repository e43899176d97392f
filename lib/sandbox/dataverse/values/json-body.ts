import { parse } from "lossless-json";
import * as z from "zod/mini";
import { ok, type Result } from "../../../domain/result.ts";
import { badPayload, type Refusal } from "../refusals/refusal.ts";
import type { JsonObject } from "./payload.ts";

const JsonRecord = z.record(z.string(), z.unknown());

/** A request's JSON object, its numbers kept with all their digits. */
export function readJsonObject(entitySet: string, body: string): Result<JsonObject, Refusal> {
  let json: unknown;
  try {
    json = parse(body === "" ? "{}" : body);
  } catch {
    return badPayload(entitySet, "Invalid JSON. The body could not be read.");
  }
  return asJsonObject(entitySet, json);
}

export function asJsonObject(entitySet: string, json: unknown): Result<JsonObject, Refusal> {
  const record = JsonRecord.safeParse(json);
  return record.success
    ? ok(record.data)
    : badPayload(entitySet, "A JSON object was expected in the payload.");
}
