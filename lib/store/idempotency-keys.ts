import * as z from "zod/mini";
import { epochOf, Instant, plusMinutes } from "../domain/instant.ts";
import type { Clock } from "../ports/clock.ts";
import type { IdempotencyKeys, KeptAnswer, KeyClaim, KeyedRequest } from "../ports/store.ts";
import { pack, packed } from "./table/packed.ts";
import { storedShape } from "./table/stored-shape.ts";
import { absent, atRevision, type Item, type Key, type Row, type Table } from "./table/table.ts";

const keptMinutes = 24 * 60;
/** The API's function is stopped long before: a claim that is older has nobody working on it. */
const claimMinutes = 1;

export const StoredKey = storedShape({
  r: z.number(),
  content: z.string(),
  since: Instant,
  claimedUntil: z.optional(Instant),
  z: z.optional(
    packed(
      z.object({
        status: z.number(),
        headers: z.record(z.string(), z.string()),
        body: z.optional(z.string()),
      } satisfies Record<keyof KeptAnswer, z.core.$ZodType>),
    ),
  ),
});
type StoredKey = ReturnType<typeof StoredKey.parse>;

const keyOf = ({ key }: KeyedRequest): Key => ({ pk: `idem#${key}`, sk: "idem" });

/** Claims are ordered by the key's revision; what is kept no longer changes. */
export const idempotencyKeysOf = (table: Table, clock: Clock): IdempotencyKeys => {
  const find = async (request: KeyedRequest): Promise<StoredKey | undefined> =>
    storedKey(await table.get(keyOf(request)));

  return {
    async claim(request) {
      const now = clock.now();
      const stored = await find(request);
      const settled = stored && settledClaim(stored, request, now);
      if (settled !== undefined) return settled;
      const since = stored?.since ?? now;
      const revision = stored?.r ?? 0;
      const item = itemOf(request, since, revision, {
        claimedUntil: plusMinutes(now, claimMinutes),
      });
      // An expired item may still stand there: nobody else can have its revision.
      const condition = stored === undefined ? newOrExpired(now) : atRevision(revision);
      const written = await table.put(item, condition);
      return written === "done" ? { kind: "claimed", since } : { kind: "inProgress" };
    },

    async keep(request, since, answer) {
      await table.put(itemOf(request, since, 1, { z: pack(answer) }));
    },

    async release(request, since) {
      await table.put(itemOf(request, since, 1, {}));
    },
  };
};

const storedKey = (row: Row | undefined): StoredKey | undefined =>
  row === undefined ? undefined : StoredKey.parse(row);

function settledClaim(
  { content, claimedUntil, z: answer }: StoredKey,
  request: KeyedRequest,
  now: Instant,
): KeyClaim | undefined {
  if (content !== request.content) return { kind: "otherContent" };
  if (answer !== undefined) return { kind: "answered", answer };
  return claimedUntil !== undefined && claimedUntil > now ? { kind: "inProgress" } : undefined;
}

const newOrExpired = (now: Instant) => ({
  expression: `${absent.expression} OR expiresAt <= :now`,
  values: { ":now": epochOf(now) / 1000 },
});

const itemOf = (
  request: KeyedRequest,
  since: Instant,
  revision: number,
  rest: Partial<Pick<Item, "claimedUntil" | "z">>,
): Item => ({
  ...keyOf(request),
  v: StoredKey.version,
  r: revision + 1,
  content: request.content,
  since,
  ...rest,
  expiresAt: Math.ceil(epochOf(plusMinutes(since, keptMinutes)) / 1000),
});
