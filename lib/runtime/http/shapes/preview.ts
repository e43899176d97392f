import * as z from "zod/mini";

/** Of every action: only say what would be done. */
export const preview = { preview: z.optional(z.boolean()) };

/** Jobs that are no preview carry no word about it. */
export const asPreview = (asked: boolean | undefined): true | undefined =>
  asked === true ? true : undefined;

/** The body of an action that needs no other word. */
export const OnlyPreview = z.optional(z.strictObject(preview));
