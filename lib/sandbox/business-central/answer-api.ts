import { failed, ok, type Result } from "../../domain/result.ts";
import type { SandboxAnswer, SandboxRequest } from "../web/exchange.ts";
import { type Address, readAddress } from "./protocol/addresses.ts";
import { answerBatch } from "./protocol/batch.ts";
import { jsonHeaders } from "./protocol/entity-call.ts";
import { answerEntity } from "./protocol/entity-requests.ts";
import { metadataAnswer } from "./protocol/metadata.ts";
import { type Refusal, refusalAnswer, refuse, troubles } from "./refusals/refusal.ts";
import type { Company } from "./store/company.ts";
import { pagesOf } from "./tables/pages.ts";
import { printedStamp } from "./tables/stamp.ts";
import type { ApiApp } from "./webhooks/api-app.ts";
import { answerSubscription } from "./webhooks/subscriptions.ts";

type Answered = Result<SandboxAnswer, Refusal>;

/** One authorized request to any API root. */
export async function answerApi(app: ApiApp, request: SandboxRequest): Promise<SandboxAnswer> {
  const address = readAddress(request.url);
  const isSubscription = address?.segments[0]?.name === "subscriptions";
  const answered =
    address !== undefined && isSubscription && address.company === undefined
      ? await answerSubscription(app, request, address)
      : answerAt(app, request, address);
  return withIds(app, answered);
}

/** An operation of a batch; webhooks and batches cannot stand in one. */
const answerInner = (app: ApiApp, request: SandboxRequest): SandboxAnswer =>
  withIds(app, answerAt(app, request, readAddress(request.url)));

function withIds({ company }: ApiApp, answered: Answered): SandboxAnswer {
  const answer = answered.ok ? answered.value : refusalAnswer(answered.failure, company.newId());
  return { ...answer, headers: { ...answer.headers, "request-id": company.newId() } };
}

function answerAt(app: ApiApp, request: SandboxRequest, address: Address | undefined): Answered {
  if (address === undefined || pagesOf(address.route).size === 0)
    return unknownSegment(request.url.pathname);
  const [first] = address.segments;
  if (first?.name === "$batch" && request.method === "POST") {
    return answerBatch(app.company, request, address.root, (inner) => answerInner(app, inner));
  }
  if (request.method !== "GET" && app.faults.settings().readOnly === true) {
    return refuse(403, "Authorization_RequestDenied", "You do not have permission to do this.");
  }
  if (first?.name === "$metadata") return ok(metadataAnswer(address.route));
  if (first === undefined || first.name === "companies") return answerCompany(app.company, address);
  return (
    checkCompany(app.company, address) ??
    troubleWith(app, request, address) ??
    answerEntity(app.company, request, address)
  );
}

function troubleWith(
  { faults }: ApiApp,
  { method }: SandboxRequest,
  { segments }: Address,
): Answered | undefined {
  const id = segments.at(-1)?.key;
  const trouble = method === "GET" || id === undefined ? undefined : faults.troubleOf(id);
  return trouble === undefined ? undefined : failed(troubles[trouble]);
}

const unknownSegment = (segment: string): Answered =>
  refuse(404, "BadRequest_ResourceNotFound", `Resource not found for the segment '${segment}'.`);

/** B3. */
function checkCompany(company: Company, address: Address): Answered | undefined {
  if (address.company === undefined) {
    return refuse(400, "BadRequest_RequiredParamNotProvided", "A company must be given.");
  }
  if (address.company === company.id) return undefined;
  return refuse(404, "Internal_CompanyNotFound", "Company was not found.");
}

/** B2: `companies`, one company, and the service document. */
function answerCompany(company: Company, address: Address): Answered {
  const isList = address.segments[0]?.name === "companies";
  if (!isList && address.company === undefined) {
    return json({
      value: [...pagesOf(address.route).keys()].map((name) => ({
        name,
        kind: "EntitySet",
        url: name,
      })),
    });
  }
  const wrong = isList ? undefined : checkCompany(company, address);
  if (wrong !== undefined) return wrong;
  const context = `${address.root}$metadata#companies`;
  return isList
    ? json({ "@odata.context": context, value: [companyBody(company)] })
    : json({ "@odata.context": `${context}/$entity`, ...companyBody(company) });
}

const json = (value: unknown): Answered =>
  ok({ status: 200, headers: jsonHeaders, body: JSON.stringify(value) });

const companyBody = (company: Company) => ({
  id: company.id,
  systemVersion: "29.0.0.0",
  timestamp: 1,
  name: company.name,
  displayName: "",
  businessProfileId: "",
  systemCreatedAt: printedStamp(Date.UTC(2026, 0, 1)),
  systemCreatedBy: systemUser,
  systemModifiedAt: printedStamp(Date.UTC(2026, 0, 1)),
  systemModifiedBy: systemUser,
});

const systemUser = "00000000-0000-0000-0000-000000000001";
