import { expect, test } from "vitest";
import { JobRequest } from "../../../lib/domain/job/job-request.ts";

type Deps = Readonly<Record<string, unknown>>;

const guid = "5c7a6d1e-0f3b-4b7e-9a52-d0c1e2f3a4b5";
const ids = { ids: [`CUSTOMER.b${guid}`] };
const couplings = { ids: [`CUSTOMER.${guid}`] };
const pair = { businessCentralId: guid, dataverseId: guid, initialSync: "none" };
const single = { side: "dataverse", id: guid, create: true };
const restored = { side: "dataverse", lostId: guid, survivorId: guid };

const everyRequest: readonly Deps[] = [
  { kind: "synchronizeChanges" },
  { kind: "synchronizeAll" },
  { kind: "synchronizeCouplings", ...couplings },
  { kind: "synchronizeAllCouplings" },
  { kind: "couple", pairs: [pair, { ...pair, initialSync: "dataverse" }, single] },
  { kind: "match", createUnmatched: false },
  { kind: "match", ids: [guid], createUnmatched: true, synchronizeAfter: "businessCentral" },
  { kind: "synchronizeErrors", errors: ids, use: "merge" },
  {
    kind: "synchronizeErrors",
    errors: { kind: "updateConflict", status: "skipped" },
    use: "dataverse",
    fields: { name: "businessCentral" },
    force: true,
  },
  { kind: "retry", errors: {} },
  { kind: "restore", errors: ids },
  { kind: "delete", errors: ids },
  { kind: "removeCoupling", errors: ids },
  { kind: "uncouple", ...couplings },
  { kind: "uncoupleAll" },
  { kind: "findDeleted" },
  { kind: "verify" },
  { kind: "relink", mapping: "CONTACT", restored: [restored] },
];

test.each(everyRequest)("a job can be asked to do %j", (request) => {
  expect(JobRequest.parse(request)).toEqual(request);
});

test.each(everyRequest)("a job is not asked for more than is known of: %j", (request) => {
  expect(JobRequest.safeParse({ ...request, colour: "red" }).success).toBe(false);
});

test.each<Deps>([
  {},
  { kind: "dance" },
  { kind: "synchronizeCouplings" },
  { kind: "synchronizeCouplings", ids: ids.ids },
  { kind: "couple", pairs: [{ ...pair, initialSync: "merge" }] },
  { kind: "couple", pairs: [{ ...pair, colour: "red" }] },
  { kind: "couple", pairs: [{ ...single, create: false }] },
  { kind: "couple", pairs: [{ ...single, side: "both" }] },
  { kind: "couple", pairs: [{ ...single, colour: "red" }] },
  { kind: "match" },
  { kind: "match", createUnmatched: true, synchronizeAfter: "merge" },
  { kind: "synchronizeErrors", errors: ids },
  { kind: "synchronizeErrors", errors: ids, use: "none" },
  { kind: "synchronizeErrors", errors: ids, use: "merge", fields: { name: "merge" } },
  { kind: "synchronizeErrors", errors: ids, use: "merge", fields: { "no name": "dataverse" } },
  { kind: "retry" },
  { kind: "retry", errors: couplings },
  { kind: "retry", errors: { kind: "sorrow" } },
  { kind: "retry", errors: { status: "open" } },
  { kind: "retry", errors: { ...ids, colour: "red" } },
  { kind: "uncouple" },
  { kind: "uncouple", ...ids },
  { kind: "uncoupleAll", ...couplings },
  { kind: "relink", mapping: "CONTACT" },
  { kind: "relink", mapping: "CONTACT", restored: [{ ...restored, colour: "red" }] },
  { kind: "relink", mapping: "CONTACT", restored: [{ ...restored, side: "both" }] },
])("a job cannot be asked to do %j", (request) => {
  expect(JobRequest.safeParse(request).success).toBe(false);
});
