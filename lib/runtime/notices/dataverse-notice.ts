import * as z from "zod/mini";
import { failed, ok, type Result } from "../../domain/result.ts";
import type { NotedChange } from "../../manage/schedules/wake-on-notice.ts";

/** RemoteExecutionContext, of which these two say everything a hint needs: wire contracts 2.12. */
const Context = z.object({
  MessageName: z.string().check(z.maxLength(100)),
  PrimaryEntityName: z.string().check(z.maxLength(128)),
});

/** Merge deactivates a row, which the pair has to hear of; any other message is an edit at most. */
export function readDataverseNotice(body: unknown): Result<readonly NotedChange[], "malformed"> {
  const context = Context.safeParse(body);
  if (!context.success) return failed("malformed");
  const { MessageName, PrimaryEntityName } = context.data;
  const deleted = MessageName === "Delete" || MessageName === "Merge";
  return ok([{ side: "dataverse", table: PrimaryEntityName, deleted }]);
}
