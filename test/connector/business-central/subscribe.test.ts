import { createServer } from "node:http";
import { describe, expect, onTestFinished, test } from "vitest";
import * as z from "zod/mini";
import { instantOf } from "../../../lib/domain/instant.ts";
import { start } from "../http/told-app.ts";
import { aSandboxCompany } from "./sandbox-company.ts";
import { anError, aToldCompany, companyId, customers } from "./told-company.ts";

const secret = "s3cret";
const url = "https://tandem.example/v1/notices/business-central";
const threeDays = 3 * 24 * 60 * 60 * 1000;

/** Answers the handshake like ours, or like somebody who knows nothing of it. */
async function aReceiver(knowsHandshake = true): Promise<string> {
  const server = createServer((request, response) => {
    const { searchParams } = new URL(request.url ?? "/", "http://receiver");
    response.end(knowsHandshake ? searchParams.get("validationToken") : "hello");
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void server.close());
  const address = z.object({ port: z.number() }).parse(server.address());
  return `http://127.0.0.1:${address.port}/notices`;
}

describe("B52 with the sandbox", () => {
  test("a table's notices are subscribed to with one call, for three days", async () => {
    const { company, calls } = await aSandboxCompany();

    const made = await company.subscribe(customers, { url: await aReceiver(), secret });

    expect(made).toMatchObject({ ok: true, value: { expiresAt: instantOf(start + threeDays) } });
    expect(calls()).toBe(1);
  });

  test("what is known is renewed with one call, and counts for three days again", async () => {
    const { company, calls, time } = await aSandboxCompany();
    const receiver = await aReceiver();
    const made = await company.subscribe(customers, { url: receiver, secret });
    const known = made.ok ? made.value?.id : undefined;
    time.advance(threeDays / 2);

    const renewed = await company.subscribe(customers, { url: receiver, secret, known });

    expect(renewed).toEqual({
      ok: true,
      value: { id: known, expiresAt: instantOf(start + 1.5 * threeDays) },
    });
    expect(calls()).toBe(2);
  });

  test("what is gone is made anew", async () => {
    const { company } = await aSandboxCompany();

    const made = await company.subscribe(customers, {
      url: await aReceiver(),
      secret,
      known: "4b2f0a4e9d7c4c1ba0fd2a5a7c5e1f10",
    });

    expect(made).toMatchObject({ ok: true, value: { expiresAt: instantOf(start + threeDays) } });
  });

  test.each(["contacts", "salespeoplePurchasers", "opportunities"])(
    "%s offers no notices, which is no failure",
    async (set) => {
      const { company } = await aSandboxCompany();

      expect(
        await company.subscribe({ ...customers, set }, { url: await aReceiver(), secret }),
      ).toEqual({
        ok: true,
        value: undefined,
      });
    },
  );

  test("an address that does not answer the handshake gets none", async () => {
    const { company } = await aSandboxCompany();

    expect(await company.subscribe(customers, { url: await aReceiver(false), secret })).toEqual({
      ok: true,
      value: undefined,
    });
  });
});

describe("on the wire", () => {
  const made = {
    status: 201,
    body: JSON.stringify({
      subscriptionId: "4b2f0a4e9d7c4c1ba0fd2a5a7c5e1f10",
      expirationDateTime: "2026-11-26T12:00:00Z",
    }),
  };

  test("address, table and secret are named; a custom API by its own path", async () => {
    const { company, asked } = aToldCompany(() => made);

    await company.subscribe(customers, { url, secret });
    await company.subscribe(
      { ...customers, api: "tandem/sales/v1.0", set: "customerCards" },
      { url, secret },
    );

    const [standard, custom] = asked;
    expect(standard).toMatchObject({
      method: "POST",
      url: "https://bc.example/v2.0/production/api/v2.0/subscriptions",
    });
    expect(JSON.parse(standard?.body ?? "")).toEqual({
      notificationUrl: url,
      resource: `/api/v2.0/companies(${companyId})/customers`,
      clientState: secret,
    });
    expect(JSON.parse(custom?.body ?? "")).toMatchObject({
      resource: `/api/tandem/sales/v1.0/companies(${companyId})/customerCards`,
    });
  });

  test("a renewal goes to the subscription, under a precondition that always holds", async () => {
    const { company, asked } = aToldCompany(() => ({ ...made, status: 200 }));

    await company.subscribe(customers, { url, secret, known: "a'b" });

    expect(asked).toHaveLength(1);
    expect(asked[0]).toMatchObject({ method: "PATCH", headers: { "if-match": "*" } });
    expect(asked[0]?.url).toContain("/api/v2.0/subscriptions('a''b')");
  });

  test("a lost answer is not asked for again: it may have been made", async () => {
    const { company, asked } = aToldCompany(() => ({ error: "reset", sent: true }));

    const answer = await company.subscribe(customers, { url, secret });

    expect(answer).toMatchObject({ ok: false, failure: { code: "unreachable" } });
    expect(asked).toHaveLength(1);
  });

  test.each([
    [403, "notPermitted"],
    [500, "serverError"],
  ])("status %d is a failure: %s", async (status, code) => {
    const body = JSON.stringify(anError("Whatever"));
    const { company } = aToldCompany(() => ({ status, body }));

    expect(await company.subscribe(customers, { url, secret })).toMatchObject({
      ok: false,
      failure: { code },
    });
  });

  test.each([
    "",
    "{}",
    '{"subscriptionId":"","expirationDateTime":"2026-11-26T12:00:00Z"}',
    '{"subscriptionId":"a","expirationDateTime":"soon"}',
  ])("an answer without a subscription (%j) is a failure", async (body) => {
    const { company } = aToldCompany(() => ({ status: 201, body }));

    expect(await company.subscribe(customers, { url, secret })).toMatchObject({
      ok: false,
      failure: { code: "serverError" },
    });
  });
});
