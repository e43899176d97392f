import * as z from "zod/mini";

/** Where the next page begins. Opaque to the caller, in the shape of the service's own tokens. */
const Position = z.object({
  page: z.int(),
  /** The last row sent. */
  afterId: z.optional(z.string()),
  /** A delta or a first tracked pass: changes up to this version belong to it. */
  upTo: z.optional(z.int()),
  /** The last change sent of a delta, updates first, then deletions. */
  afterVersion: z.optional(z.int()),
  deletions: z.optional(z.boolean()),
});
export type Position = z.infer<typeof Position>;

export function writeCookie(position: Position): string {
  const inner = Buffer.from(JSON.stringify(position)).toString("base64url");
  const tracking = position.upTo === undefined ? "False" : "True";
  return `<cookie pagenumber="${position.page}" pagingcookie="${inner}" istracking="${tracking}" />`;
}

export function readCookie(cookie: string): Position | undefined {
  const inner = /pagingcookie="([\w-]+)"/.exec(cookie)?.[1];
  if (inner === undefined) return undefined;
  const json = Buffer.from(inner, "base64url").toString("utf8");
  try {
    const position = Position.safeParse(JSON.parse(json));
    return position.success ? position.data : undefined;
  } catch {
    return undefined;
  }
}
