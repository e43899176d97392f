import { beforeEach, expect, test } from "vitest";
import type { Tokens } from "../../functions/console/page/sign-in/open-id.ts";
import { renewing } from "../../functions/console/page/sign-in/renewing.ts";

const left = new Error("The browser went to the issuer");
const refused = new Error("invalid_grant");

let now: number;
let renewals: string[];
let answer: (refresh: string) => Promise<Tokens>;

const tokens = (name: string, endsAt: number, refresh: string | undefined = `${name}-refresh`) => ({
  access: name,
  endsAt,
  refresh,
  id: undefined,
});

const start = (first: Tokens) =>
  renewing(
    {
      openId: {
        renew: (refresh) => {
          renewals.push(refresh);
          return answer(refresh);
        },
      },
      now: () => now,
      isRefusal: (trouble) => trouble === refused,
      signInAgain: () => Promise.reject(left),
    },
    first,
  );

beforeEach(() => {
  now = 0;
  renewals = [];
  answer = async () => tokens("second", 10_000_000);
});

test("a token is handed out as long as it is good for more than a minute", async () => {
  const token = start(tokens("first", 60_001));

  expect(await token()).toBe("first");
  now = 1;
  expect(await token()).toBe("second");
  expect(await token()).toBe("second");
  expect(renewals).toEqual(["first-refresh"]);
});

test("requests at the same time wait for one renewal", async () => {
  const token = start(tokens("first", 0));

  expect(await Promise.all([token(), token(), token()])).toEqual(["second", "second", "second"]);
  expect(renewals).toEqual(["first-refresh"]);
});

test("each renewal uses the refresh token that the one before brought", async () => {
  answer = async () => tokens("second", now + 1);
  const token = start(tokens("first", 0));

  await token();
  await token();

  expect(renewals).toEqual(["first-refresh", "second-refresh"]);
});

test("a refusal sends the person to sign in", async () => {
  answer = () => Promise.reject(refused);

  await expect(start(tokens("first", 0))()).rejects.toBe(left);
});

test("where the issuer does not answer the old token is tried, and it is asked again next time", async () => {
  answer = () => Promise.reject(new TypeError("Failed to fetch"));
  const token = start(tokens("first", 0));

  expect(await token()).toBe("first");
  answer = async () => tokens("second", 10_000_000);
  expect(await token()).toBe("second");
});

test("without a refresh token the access token is used to its end, then the person signs in", async () => {
  const token = start({ ...tokens("first", 30_000), refresh: undefined });

  expect(await token()).toBe("first");
  now = 30_000;
  await expect(token()).rejects.toBe(left);
  expect(renewals).toEqual([]);
});
