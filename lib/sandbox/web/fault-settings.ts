import * as z from "zod/mini";

const count = z.int().check(z.nonnegative());
const milliseconds = z.int().check(z.nonnegative());

const chance = {
  /** How many more times; left out = until switched off. */
  remaining: z.optional(count),
  /** How often, 0 to 1, drawn from `seed`; left out = each time. */
  rate: z.optional(z.number().check(z.minimum(0), z.maximum(1))),
  /** Reads are GET, everything else writes (a `$batch` too). */
  only: z.optional(z.enum(["reads", "writes"])),
};

export const recordTroubles = ["locked", "notPermitted", "unavailable"] as const;
export type RecordTrouble = (typeof recordTroubles)[number];

export const Chance = z.strictObject(chance);
export type Chance = z.infer<typeof Chance>;

/**
 * The body of `PUT /sandbox/faults`, and what `GET` shows; `DELETE` switches everything off. It is never
 * itself throttled, delayed or refused. A fault with `rate`, `remaining` or both strikes by chance, e.g.
 * `{"seed": 7, "latencyMs": 200, "throttle": {"status": 429, "rate": 0.3, "retryAfterSeconds": 2}}`.
 *
 * - `latencyMs`: every request waits this long first, or until there are other settings.
 * - `throttle`: 429 or 503, not carried out; `Retry-After` only when `retryAfterSeconds` is given.
 * - `dropResponse`: the request is carried out, then the connection is broken.
 * - `resetConnection`: the connection is broken before anything is carried out.
 * - `unauthorized`: 401, as for a token that was taken back.
 * - `readOnly`: every write is refused with 403.
 * - `truncatePages`: answers of GET are damaged: `body` cuts the JSON in the middle, `list` leaves out the
 *   second half of the rows and says nothing.
 * - `expireDeltaTokens`: change tracking tokens are refused as too old (Dataverse).
 * - `clockSkewMs`: the app's clock is ahead (or, negative, behind).
 * - `lateCommitMs`: a write is answered at once but seen by others only so much later, with its old stamp.
 * - `refuseRecords`: writes to these records are refused, the app's other records are not concerned:
 *   `{"refuseRecords": [{"id": "…", "as": "locked"}]}`. `locked`: somebody else has it open; `notPermitted`:
 *   the caller lacks the right to this one record; `unavailable`: the app fails on it.
 * - `variants`: names of behaviours where the sources differ; each app lists its own.
 */
export const FaultSettings = z.strictObject({
  seed: z.optional(z.int()),
  latencyMs: z.optional(milliseconds),
  throttle: z.optional(
    z.strictObject({
      ...chance,
      status: z.optional(z.literal([429, 503])),
      retryAfterSeconds: z.optional(count),
    }),
  ),
  dropResponse: z.optional(Chance),
  resetConnection: z.optional(Chance),
  unauthorized: z.optional(Chance),
  readOnly: z.optional(z.boolean()),
  truncatePages: z.optional(
    z.strictObject({ ...chance, manner: z.optional(z.enum(["body", "list"])) }),
  ),
  expireDeltaTokens: z.optional(Chance),
  clockSkewMs: z.optional(z.int()),
  lateCommitMs: z.optional(milliseconds),
  refuseRecords: z.optional(z.array(z.strictObject({ id: z.guid(), as: z.enum(recordTroubles) }))),
  variants: z.optional(z.array(z.string())),
});
export type FaultSettings = z.infer<typeof FaultSettings>;
