import { createHmac, randomBytes, timingSafeEqual } from "node:crypto";
import * as z from "zod/mini";
import { storedShape } from "../table/stored-shape.ts";
import { absent, type Table } from "../table/table.ts";

/** Cursors of lists: readable by nobody but us in effect, because only we can sign one. */
export interface ListCursors {
  sign(list: string, position: string): Promise<string>;
  /** The position; undefined when the cursor was not signed by us for this list. */
  open(list: string, cursor: string): Promise<string | undefined>;
}

export const listCursorsOf = (table: Table): ListCursors => {
  let known: Promise<Uint8Array> | undefined;
  const secret = (): Promise<Uint8Array> => {
    known ??= readSecret(table).catch((error: unknown) => {
      known = undefined;
      throw error;
    });
    return known;
  };
  return {
    async sign(list, position) {
      const proof = proofOf(await secret(), list, position);
      return `${Buffer.from(position).toString("base64url")}.${proof.toString("base64url")}`;
    },
    async open(list, cursor) {
      const [text = "", claimed = ""] = cursor.split(".");
      const position = Buffer.from(text, "base64url").toString();
      const proof = proofOf(await secret(), list, position);
      const claim = Buffer.from(claimed, "base64url");
      return claim.length === proof.length && timingSafeEqual(claim, proof) ? position : undefined;
    },
  };
};

const proofOf = (secret: Uint8Array, list: string, position: string): Buffer =>
  createHmac("sha256", secret)
    .update(JSON.stringify([list, position]))
    .digest()
    .subarray(0, 16);

export const StoredSecret = storedShape({ k: z.instanceof(Uint8Array) });
const secretKey = { pk: "secret", sk: "page-token" };

/** Created once per deployment: the first put wins, everybody else reads it. */
const readSecret = async (table: Table): Promise<Uint8Array> => {
  const stored = await table.get(secretKey);
  if (stored !== undefined) return StoredSecret.parse(stored).k;
  await table.put({ ...secretKey, v: StoredSecret.version, k: randomBytes(32) }, absent);
  return StoredSecret.parse((await table.get(secretKey)) ?? {}).k;
};
