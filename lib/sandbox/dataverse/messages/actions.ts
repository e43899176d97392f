import { isLosslessNumber } from "lossless-json";
import * as z from "zod/mini";
import { ok, type Result } from "../../../domain/result.ts";
import type { SandboxAnswer, SandboxRequest } from "../../web/exchange.ts";
import { jsonBody, noContent } from "../protocol/answer.ts";
import { businessError, invalidArgument, type Refusal, refuse } from "../refusals/refusal.ts";
import { mergeRows } from "../rules/merge-rows.ts";
import { type Call, lacking, nowOf, tableNamed } from "../store/organization.ts";
import { lookupIn } from "../tables/row.ts";
import { readJsonObject } from "../values/json-body.ts";
import { followLink } from "../values/resource-path.ts";

type Action = (call: Call, request: SandboxRequest) => Result<SandboxAnswer, Refusal>;

/** Unbound functions and actions, by the first segment of the path. */
export const actions: Readonly<Record<string, Action | undefined>> = {
  WhoAmI: whoAmI,
  Merge: posted(mergeRows),
  WinOpportunity: posted(closeOpportunity({ state: 1, statuses: [3] })),
  LoseOpportunity: posted(closeOpportunity({ state: 2, statuses: [4, 5] })),
};

type Body = Readonly<Record<string, unknown>>;

function posted(action: (call: Call, body: Body) => Result<undefined, Refusal>): Action {
  return (call, request) => {
    if (request.method !== "POST") {
      return refuse(405, "0x80060888", "The HTTP verb POST is required for an action.");
    }
    const body = readJsonObject("Action", request.body);
    if (!body.ok) return body;
    const outcome = action(call, body.value);
    return outcome.ok ? ok(noContent()) : outcome;
  };
}

function whoAmI(call: Call): Result<SandboxAnswer, Refusal> {
  const { store } = call.organization;
  const user = store.table("systemuser").get(call.userId);
  const [organization] = store.table("organization").inKeyOrder();
  return ok(
    jsonBody(200, {
      "@odata.context": `${call.root}$metadata#Microsoft.Dynamics.CRM.WhoAmIResponse`,
      BusinessUnitId: lookupIn(user?.values ?? {}, "businessunitid")?.id ?? null,
      UserId: call.userId,
      OrganizationId: organization?.id ?? null,
    }),
  );
}

const Close = z.object({
  Status: z.custom<{ readonly value: string }>(isLosslessNumber),
  OpportunityClose: z.looseObject({ "opportunityid@odata.bind": z.string() }),
});

/** D40. */
function closeOpportunity(closing: {
  readonly state: number;
  readonly statuses: readonly number[];
}) {
  return (call: Call, body: Body): Result<undefined, Refusal> => {
    const parsed = Close.safeParse(body);
    if (!parsed.success) {
      return invalidArgument("Status and OpportunityClose with opportunityid are required.");
    }
    const linked = followLink(call, parsed.data.OpportunityClose["opportunityid@odata.bind"]);
    if (!linked.ok) return linked;
    const table = tableNamed(call.organization, "opportunity");
    const forbidden = lacking(call, "Write", table);
    if (forbidden !== undefined) return forbidden;
    const { row } = linked.value;
    if (row.values["statecode"] !== 0) {
      return businessError("The opportunity has already been closed.");
    }
    const status = Number(parsed.data.Status.value);
    if (!closing.statuses.includes(status)) {
      return refuse(
        400,
        "0x80048408",
        `${status} is not a valid status code for this closing of opportunity ${row.id}.`,
      );
    }
    call.organization.store.put(table.logicalName, row.id, {
      ...row.values,
      statecode: closing.state,
      statuscode: status,
      actualclosedate: nowOf(call.organization).slice(0, 10),
      modifiedon: nowOf(call.organization),
      modifiedby: { table: "systemuser", id: call.userId },
    });
    return ok(undefined);
  };
}
