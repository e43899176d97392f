import * as z from "zod/mini";
import { ErrorId } from "../ids.ts";

/** An error item that a job did not treat as it was asked to: the situation is not any more what a person saw. */
export const RefusedItem = z.object({ id: ErrorId, message: z.string() });
export type RefusedItem = z.infer<typeof RefusedItem>;
