import { parse } from "lossless-json";
import * as z from "zod/mini";

import { ok, type Result } from "../../../domain/result.ts";
import { parsePreferences } from "../../odata/preferences.ts";
import type { SandboxAnswer, SandboxRequest } from "../../web/exchange.ts";
import { badRequest, type Refusal, refuse } from "../refusals/refusal.ts";
import { type Body, deleteRow, modifyRow } from "../rules/write-row.ts";
import type { Company } from "../store/company.ts";
import { type Page, pagesOf } from "../tables/pages.ts";
import type { Row } from "../tables/row.ts";
import { printRow } from "../values/print-row.ts";
import type { Address, Segment } from "./addresses.ts";
import { answerList } from "./answer-list.ts";
import { checkQuery } from "./check-query.ts";
import { createDeep } from "./create-deep.ts";
import { type EntityCall, jsonHeaders } from "./entity-call.ts";
import { checkExpand, printExpanded } from "./expand.ts";

export type Answered = Result<SandboxAnswer, Refusal>;

/** Lists, records and their writes: everything below a company that is not a subscription. */
export function answerEntity(
  company: Company,
  request: SandboxRequest,
  address: Address,
): Answered {
  const found = findPage(address);
  if (!found.ok) return found;
  const { page, segment, parent } = found.value;
  const query = checkQuery(company, page, request.url.searchParams);
  if (!query.ok) return query;
  const call: EntityCall = { company, request, address, page, parent, query: query.value };

  const expandable = checkExpand(call);
  if (!expandable.ok) return expandable;
  if (segment.key === undefined) return answerCollection(call, segment);
  const row = company.store.rows(page.table).get(segment.key);
  const hidden = row !== undefined && page.personsOnly === true && row.fields["type"] !== "Person";
  if (row === undefined || hidden) return missing(company);
  return answerRecord(call, row);
}

function findPage(
  address: Address,
): Result<{ page: Page; segment: Segment; parent: string | undefined }, Refusal> {
  const pages = pagesOf(address.route);
  const [first, second] = address.segments;
  const segment = second ?? first;
  const unknown = address.segments.find(({ name }) => !pages.has(name)) ?? address.segments[2];
  const page = segment === undefined ? undefined : pages.get(segment.name);
  if (segment === undefined || page === undefined || unknown !== undefined) {
    return refuse(
      404,
      "BadRequest_ResourceNotFound",
      `Resource not found for the segment '${unknown?.name ?? ""}'.`,
    );
  }
  return ok({ page, segment, parent: second === undefined ? undefined : first?.key });
}

function missing(company: Company): Result<never, Refusal> {
  return company.variant("internalRecordNotFound")
    ? refuse(404, "Internal_RecordNotFound", "The record was not found.")
    : refuse(404, "BadRequest_NotFound", "Bad Request - Error in query syntax");
}

function answerCollection(call: EntityCall, segment: Segment): Answered {
  switch (call.request.method) {
    case "GET":
      return answerList(call, segment.name);
    case "POST": {
      const body = readBody(call.request.body);
      if (!body.ok) return body;
      const created = createDeep(call, body.value);
      if (!created.ok) return created;
      const preferences = parsePreferences(call.request.headers["prefer"]);
      const silent =
        preferences.has("return-no-content") && !call.company.variant("returnNoContentIgnored");
      return silent
        ? ok({ status: 204 })
        : ok(recordAnswer(call, created.value, 201, segment.name));
    }
    default:
      return refuse(
        405,
        "BadRequest_MethodNotAllowed",
        `'${call.request.method}' requests for '${segment.name}' of EdmType 'Collection' are not allowed within Dynamics 365 Business Central OData web services.`,
      );
  }
}

function answerRecord(call: EntityCall, row: Row): Answered {
  const { company, page, request } = call;
  const set = call.address.segments.at(-1)?.name ?? "";
  switch (request.method) {
    case "GET":
      return ok(recordAnswer(call, row, 200, set));
    case "PATCH": {
      const guard = checkEtag(call, row, true);
      if (!guard.ok) return guard;
      const body = readBody(request.body);
      if (!body.ok) return body;
      const changed = modifyRow(company, page, row, body.value);
      return changed.ok ? ok(recordAnswer(call, changed.value, 200, set)) : changed;
    }
    case "DELETE": {
      const guard = checkEtag(call, row, company.variant("deleteNeedsIfMatch"));
      if (!guard.ok) return guard;
      const deleted = deleteRow(company, page, row);
      return deleted.ok ? ok({ status: 204 }) : deleted;
    }
    default:
      return refuse(405, "BadRequest_MethodNotAllowed", `'${request.method}' is not allowed.`);
  }
}

/** B14, B15. */
function checkEtag(
  { company, page, request }: EntityCall,
  row: Row,
  needed: boolean,
): Result<undefined, Refusal> {
  const etag = request.headers["if-match"];
  if (etag === undefined && !needed) return ok(undefined);
  if (etag === undefined) {
    return refuse(
      400,
      "BadRequest_InvalidToken",
      "Could not validate the client concurrency token required by the service. Please provide a valid token in the client request.",
    );
  }
  if (etag === "*" || etag === printRow(company, page, row).etag) return ok(undefined);
  return refuse(
    company.variant("staleEtagPrecondition") ? 412 : 409,
    "Request_EntityChanged",
    "Another user has already changed the record.",
  );
}

const JsonObject = z.record(z.string(), z.unknown());

/** Numbers keep their digits: see `readValue`. */
function readBody(text: string): Result<Body, Refusal> {
  try {
    const body = JsonObject.safeParse(parse(text));
    return body.success ? ok(body.data) : badRequest("Invalid Request Body");
  } catch {
    return badRequest("Invalid Request Body");
  }
}

function recordAnswer(call: EntityCall, row: Row, status: number, set: string): SandboxAnswer {
  const { company, address } = call;
  const context = `${address.root}$metadata#companies(${company.id})/${set}/$entity`;
  return {
    status,
    headers: jsonHeaders,
    body: `{"@odata.context":${JSON.stringify(context)},${printExpanded(call, row)}}`,
  };
}
