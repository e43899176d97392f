import { subscribe, unsubscribe } from "node:diagnostics_channel";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { aNotice, type NoticeWorld, notices, secret, startNotices } from "./notice-world.ts";

let world: NoticeWorld;
let calls = 0;
const count = (): void => {
  calls += 1;
};
/** Every request that leaves this process, by whichever client. */
const channels = ["http.client.request.start", "undici:request:create"];

beforeAll(async () => {
  world = await startNotices();
  for (const channel of channels) subscribe(channel, count);
});
afterAll(async () => {
  for (const channel of channels) unsubscribe(channel, count);
  await world.stop();
});

const aForger = fc.string().filter((text) => text !== secret);
const anAddress = fc.oneof(
  fc.webUrl(),
  fc.constantFrom(
    "http://169.254.169.254/latest/meta-data",
    "//evil.example",
    "file:///etc/passwd",
  ),
);
const aResource = fc.oneof(
  anAddress,
  fc.constantFrom("api/v2.0/companies(x)/customers", "api/v2.0/companies(x)/customers?$filter=a"),
  fc.string(),
);

/** Real in all but the secret. */
const aForgedNotice = fc
  .record({
    clientState: fc.oneof(
      aForger,
      fc.jsonValue().filter((value) => value !== secret),
    ),
    resource: aResource,
    changeType: fc.constantFrom("updated", "deleted", "collection", "__proto__"),
    notificationUrl: anAddress,
    subscriptionId: fc.string(),
  })
  .map((more) => aNotice("customers", more));

const aBody = fc.oneof(
  { weight: 4, arbitrary: fc.array(aForgedNotice, { maxLength: 5 }).map((all) => notices(...all)) },
  { weight: 1, arbitrary: fc.json() },
  { weight: 1, arbitrary: fc.string() },
  {
    weight: 2,
    arbitrary: fc
      .record({
        MessageName: fc.string(),
        PrimaryEntityName: fc.constant("account"),
        code: aForger,
      })
      .map((context) => JSON.stringify(context)),
  },
);

const aRequest = fc.record({
  body: aBody,
  isBase64Encoded: fc.boolean(),
  path: fc.constantFrom("/v1/notices/business-central", "/v1/notices/dataverse"),
  code: fc.option(aForger, { nil: undefined }),
  header: fc.option(aForger, { nil: undefined }),
});

test("FM27 a thousand forged requests: none is believed, no item is read or written, no call goes out", async () => {
  world.meter.reset();
  calls = 0;

  await fc.assert(
    fc.asyncProperty(aRequest, async ({ body, isBase64Encoded, path, code, header }) => {
      const { statusCode } = await world.handle({
        version: "2.0",
        routeKey: "$default",
        rawPath: path,
        rawQueryString: "",
        headers: header === undefined ? {} : { "x-tandem-secret": header },
        queryStringParameters: code === undefined ? {} : { code },
        requestContext: {
          accountId: "000000000000",
          apiId: "local",
          domainName: "localhost",
          domainPrefix: "localhost",
          http: {
            method: "POST",
            path,
            protocol: "HTTP/1.1",
            sourceIp: "127.0.0.1",
            userAgent: "",
          },
          requestId: "r1",
          routeKey: "$default",
          stage: "$default",
          time: "",
          timeEpoch: 0,
        },
        body: isBase64Encoded ? Buffer.from(body).toString("base64") : body,
        isBase64Encoded,
      });

      // An empty list has no secret to be wrong.
      expect(body.replace(/\s/g, "").includes('"value":[]') ? [204, 401] : [400, 401]).toContain(
        statusCode,
      );
    }),
    { numRuns: 1000 },
  );

  expect(world.meter.taken()).toMatchObject({ readRequests: 0, writeRequests: 0 });
  expect(calls).toBe(0);
  expect(await world.moved()).toEqual({});
  expect(world.reported).toEqual([]);
});

test("the counter of outgoing calls counts", async () => {
  calls = 0;

  await world.send("POST /v1/notices/dataverse");
  await world.store.mappings.all();

  expect(calls).toBe(2);
});
