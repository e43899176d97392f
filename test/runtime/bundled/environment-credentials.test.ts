import { afterEach, expect, test, vi } from "vitest";
import { defaultProvider } from "../../../lib/runtime/bundled/environment-credentials.ts";

afterEach(() => vi.unstubAllEnvs());

test("the credentials are the ones that Lambda puts into the environment", async () => {
  vi.stubEnv("AWS_ACCESS_KEY_ID", "key");
  vi.stubEnv("AWS_SECRET_ACCESS_KEY", "secret");
  vi.stubEnv("AWS_SESSION_TOKEN", "session");

  expect(await defaultProvider()()).toEqual({
    accessKeyId: "key",
    secretAccessKey: "secret",
    sessionToken: "session",
  });
});

test("an engine on this machine needs no session", async () => {
  vi.stubEnv("AWS_ACCESS_KEY_ID", "key");
  vi.stubEnv("AWS_SECRET_ACCESS_KEY", "secret");
  vi.stubEnv("AWS_SESSION_TOKEN", "");

  expect(await defaultProvider()()).toEqual({ accessKeyId: "key", secretAccessKey: "secret" });
});

test("without credentials it says which variables are missing", async () => {
  vi.stubEnv("AWS_ACCESS_KEY_ID", "");

  await expect(defaultProvider()()).rejects.toThrow(/AWS_ACCESS_KEY_ID/);
});
