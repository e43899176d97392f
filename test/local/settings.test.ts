import { describe, expect, test } from "vitest";
import { readSettings, unknownSettings } from "../../lib/local/settings.ts";

const company = "http://127.0.0.1:9/api/v2.0/companies(f1a28524-d74b-4afe-852d-eba5d76ec1ea)";

describe("settings of the local runner", () => {
  test("nothing set, or set to nothing: what the README says", () => {
    const defaults = {
      TANDEM_PORT: 4600,
      TANDEM_DATA_DIR: ".tandem",
      TANDEM_CLIENT_ID: "sandbox-client",
      TANDEM_CLIENT_SECRET: "sandbox-secret",
      TANDEM_SCHEDULE: "on",
      TANDEM_SEED: 25,
      TANDEM_DEMO: "on",
    };
    expect(readSettings({})).toEqual(defaults);
    expect(readSettings({ TANDEM_PORT: "", TANDEM_SEED: "", PATH: "/bin" })).toEqual(defaults);
  });

  test.each([
    ["TANDEM_PORT", "http", "a whole number from 0 to 65533"],
    ["TANDEM_PORT", "65534", "a whole number from 0 to 65533"],
    ["TANDEM_PORT", "1e3", "a whole number from 0 to 65533"],
    ["TANDEM_SEED", "-1", "a whole number from 0 to 1000000"],
    ["TANDEM_SEED", "2.5", "a whole number from 0 to 1000000"],
    ["TANDEM_SCHEDULE", "daily", "on or off"],
    ["TANDEM_BC_URL", "http://127.0.0.1:9/api/v2.0", "the address of a company"],
    ["TANDEM_BC_URL", "http://127.0.0.1:9/api/v2.0/companies(c)", "the address of a company"],
    ["TANDEM_BC_URL", "localhost", "the address of a company"],
    ["TANDEM_DATAVERSE_URL", "https://a.crm.dynamics.com/api/data/v9.2", "the address of the org"],
    ["TANDEM_DATAVERSE_URL", "a.crm.dynamics.com", "the address of the organisation"],
    ["TANDEM_TOKEN_URL", "token", "an address such as"],
    ["TANDEM_DYNAMODB_ENDPOINT", "localhost:8000", "an address such as"],
    ["TANDEM_SQS_ENDPOINT", "ftp://127.0.0.1", "an address such as"],
  ])("%s=%s is refused by its name, with what is expected", (name, value, told) => {
    expect(() => readSettings({ [name]: value })).toThrow(`${name}: ${told}`);
    expect(() => readSettings({ [name]: value })).toThrow(/^[^\n]*$/);
  });

  test("both apps elsewhere need to know where tokens come from; one of them does not", () => {
    const both = { TANDEM_BC_URL: company, TANDEM_DATAVERSE_URL: "http://127.0.0.1:9/" };
    expect(() => readSettings(both)).toThrow("TANDEM_TOKEN_URL: ");
    expect(readSettings({ ...both, TANDEM_TOKEN_URL: "http://127.0.0.1:9/token" })).toMatchObject(
      both,
    );
    expect(readSettings({ TANDEM_BC_URL: company })).toMatchObject({ TANDEM_BC_URL: company });
  });

  test("several wrong ones are told together", () => {
    expect(() => readSettings({ TANDEM_PORT: "x", TANDEM_SEED: "x" })).toThrow(
      /TANDEM_PORT: .*; TANDEM_SEED: /,
    );
  });

  test("a name that no setting has is told apart", () => {
    expect(unknownSettings({ TANDEM_SEEDS: "5", TANDEM_SEED: "5", SEED: "5" })).toEqual([
      "TANDEM_SEEDS",
    ]);
  });
});
