import { pack, packedBytes } from "./packed.ts";

/** An item holds 400 KB; the rest is left to keys and other attributes. */
export const mostItemBytes = 350 * 1024;

const longestText = 1000;

/** The same content; with long texts cut where it would not fit an item otherwise. For people only. */
export const shortenedTo = (content: unknown): unknown =>
  packedBytes(pack(content)) <= mostItemBytes ? content : shortened(content);

const shortened = (content: unknown): unknown =>
  JSON.parse(
    JSON.stringify(content, (_name, value: unknown) =>
      typeof value === "string" && value.length > longestText
        ? `${value.slice(0, longestText)}…`
        : value,
    ),
  );
