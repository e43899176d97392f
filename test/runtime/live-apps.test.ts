import { expect, test } from "vitest";
import type { WireAnswer } from "../../lib/connector/http/transport.ts";
import { liveApps } from "../../lib/runtime/live-apps.ts";
import { systemClock } from "../../lib/runtime/system.ts";

const company = "https://bc.example/v2.0/api/v2.0/companies(10000000-0000-0000-0000-000000000000)";

const answering = (text: string): WireAnswer => ({ status: 200, headers: new Map(), text });

/** The most requests to Business Central that were under way at a time while ten were wanted at once. */
async function mostAtOnce(businessCentralAtOnce?: number): Promise<number> {
  let underWay = 0;
  let most = 0;
  const { businessCentral } = liveApps(
    {
      businessCentralUrl: company,
      dataverseUrl: "https://dv.example",
      tokenUrl: "https://login.example/token",
      credentials: async () => ({ clientId: "c", clientSecret: "s" }),
      businessCentralAtOnce,
    },
    {
      clock: systemClock,
      transport: async ({ url }) => {
        if (url.includes("/token")) return answering('{"access_token": "t", "expires_in": 3600}');
        underWay += 1;
        most = Math.max(most, underWay);
        await new Promise(setImmediate);
        underWay -= 1;
        return answering('{"value": []}');
      },
      wait: async () => undefined,
      random: () => 0.5,
    },
  );
  await Promise.all(Array.from({ length: 10 }, () => businessCentral.check()));
  return most;
}

test("a worker with a share of Business Central's five requests keeps to it", async () => {
  expect(await mostAtOnce(2)).toBe(2);
});

test("a worker without one takes all five", async () => {
  expect(await mostAtOnce()).toBe(5);
});
