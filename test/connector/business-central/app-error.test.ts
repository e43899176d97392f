import { describe, expect, test } from "vitest";
import { companyAt } from "../../../lib/connector/business-central/connection.ts";
import { fixedToken } from "../../../lib/connector/oauth/token-source.ts";
import { anError, aToldCompany, companyId, customers, root } from "./told-company.ts";

describe("every error of a read is a coded failure with a sentence for people", () => {
  test.each([
    [400, "BadRequest", "Invalid Request Body", "badRequest"],
    [400, "BadRequest_InvalidRequestUrl", "Bad query", "badRequest"],
    [400, "RequestDataInvalid", "Bad payload", "badRequest"],
    [400, "Application_FilterErrorException", "Bad filter", "badRequest"],
    [400, "BadRequest", "Could not find a property named 'fax' on type 'x'.", "unknownField"],
    [403, "Authorization_Denied", "No right", "notPermitted"],
    [404, "Internal_CompanyNotFound", "No company", "unknownCompany"],
    [
      404,
      "BadRequest_ResourceNotFound",
      "Resource not found for the segment 'x'.",
      "unknownEntity",
    ],
    [404, "", "", "unknownEntity"],
    [405, "BadRequest_MethodNotAllowed", "Not allowed", "badRequest"],
    [408, "", "", "serverError"],
    [413, "", "", "badRequest"],
    [500, "Internal_ServerError", "Oops", "serverError"],
    [500, "Unknown", "The current batch message contains too many parts.", "badRequest"],
    [501, "BadRequest_MethodNotImplemented", "Not implemented", "badRequest"],
    [502, "", "", "serverError"],
    [504, "", "", "serverError"],
  ])("%i %s «%s» is %s", async (status, code, message, expected) => {
    const { company } = aToldCompany(() => ({
      status,
      body: code === "" ? "" : JSON.stringify(anError(code, message)),
    }));

    const page = await company.readChanges(customers, { kind: "beginning" });

    if (page.ok) throw new Error("no failure");
    expect(page.failure).toMatchObject({ code: expected, side: "businessCentral" });
    expect(page.failure.message).toMatch(/^Business Central.{20,}\.$/);
    expect(page.failure.quoted).toBe(message === "" ? undefined : message);
  });

  test("a gateway's page of HTML is quoted as text", async () => {
    const { company } = aToldCompany(() => ({
      status: 502,
      body: "<html><head><style>b{}</style></head><h1>502</h1>\n Bad gateway</html>",
    }));

    expect(await company.readChanges(customers, { kind: "beginning" })).toMatchObject({
      failure: { code: "serverError", quoted: "502 Bad gateway" },
    });
  });
});

describe("check", () => {
  test("is one small request for the company", async () => {
    const { company, asked } = aToldCompany(() => ({ body: "{}" }));

    expect(await company.check()).toEqual({ ok: true, value: undefined });
    expect(asked.map(({ url }) => url)).toEqual([`${root}companies(${companyId})?$select=id,name`]);
  });

  test.each([
    [401, "wrongCredentials"],
    [403, "notPermitted"],
    [404, "unknownCompany"],
    [500, "serverError"],
  ])("%i is %s", async (status, code) => {
    const { company } = aToldCompany(() => ({ status }), { token: fixedToken("t") });

    expect(await company.check()).toMatchObject({ ok: false, failure: { code } });
  });
});

test.each([
  `${root}companies`,
  `https://bc.example/api/v1.0/companies(${companyId})`,
  `${root}companies(Cronus)`,
  `ftp://bc.example/api/v2.0/companies(${companyId})`,
])("%s is not the address of a company", (url) => {
  expect(() => companyAt(url)).toThrow("not the address of a Business Central company");
});
