import { deflateRawSync, inflateRawSync } from "node:zlib";
import * as z from "zod/mini";

/** Short values stay readable in the console; longer ones would cost more write units than CPU. */
const readableBytes = 500;

/** JSON as it stands in an item: text, or deflated text. */
export type Packed = string | Uint8Array;

export const pack = (value: unknown): Packed => {
  const text = JSON.stringify(value);
  return Buffer.byteLength(text) <= readableBytes ? text : deflateRawSync(text);
};

export const packedBytes = (packed: Packed): number =>
  typeof packed === "string" ? Buffer.byteLength(packed) : packed.byteLength;

/** Reads a packed value and checks it against the schema of what was packed. */
export const packed = <S extends z.core.$ZodType>(schema: S) =>
  z.pipe(z.pipe(Stored, z.transform(unpack)), schema);

const Stored = z.union([z.string(), z.instanceof(Uint8Array)]);

const unpack = (stored: z.infer<typeof Stored>): unknown =>
  JSON.parse(typeof stored === "string" ? stored : inflateRawSync(stored).toString("utf8"));
