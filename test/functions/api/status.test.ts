import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { plusMinutes, plusSeconds } from "../../../lib/domain/instant.ts";
import { defaultMappings } from "../../../lib/domain/mapping/default-mappings/default-mappings.ts";
import { StatusShape } from "../../../lib/runtime/http/shapes/status.ts";
import { type ApiWorld, customer, read, startApi } from "./api-world.ts";

let api: ApiWorld;

beforeAll(async () => {
  api = await startApi(defaultMappings.filter(({ name }) => name === "CUSTOMER"));
});
afterAll(() => api.stop());

const status = async () => read(StatusShape, await api.ask("GET /v1/status"));

describe("status", () => {
  test("health needs nothing but the API", async () => {
    expect((await api.ask("GET /health")).body).toEqual({ status: "ok" });
  });

  test("before the first run nothing is known of the apps, and no cursor has an age", async () => {
    expect(await status()).toEqual({
      mappings: [
        {
          name: "CUSTOMER",
          enabled: true,
          couplings: 0,
          skipped: 0,
          retrying: 0,
          errorsByKind: [],
          scheduleStatus: "ready",
          lastRunAt: null,
          nextRunAt: plusMinutes(api.now(), 1),
          cursorAgeSeconds: { businessCentral: null, dataverse: null },
        },
      ],
      apps: {
        businessCentral: { url: "http://127.0.0.1:4601/api/v2.0/companies(c0)", reachable: null },
        dataverse: { url: "http://127.0.0.1:4602", reachable: null },
      },
    });
  });

  test("counts couplings and errors, and tells cursors' ages, runs and the apps' health", async () => {
    const state = await api.app.store.states.get(customer);
    if (state === undefined) throw new Error("no state");
    const at = plusSeconds(api.now(), -90.7);
    await api.app.store.states.save({
      ...state,
      coupled: 42,
      cursors: { dataverse: { position: "p", selection: "s", at } },
      schedule: { ...state.schedule, lastRunAt: at, message: "Business Central asked to wait." },
    });
    await api.addError();
    await api.addError();
    await api.addError({ kind: "locked", status: "retrying" });
    const throttledUntil = plusSeconds(api.now(), 30);
    const health = { at: api.now(), throttledUntil, message: "It asked to wait." };
    await api.app.store.apps.save({ side: "businessCentral", reachable: true, ...health });
    await api.app.store.apps.save({ side: "dataverse", reachable: false, at: api.now() });

    const { mappings, apps } = await status();

    expect(mappings).toEqual([
      {
        name: "CUSTOMER",
        enabled: true,
        couplings: 42,
        skipped: 2,
        retrying: 1,
        errorsByKind: [
          { kind: "rejected", count: 2 },
          { kind: "locked", count: 1 },
        ],
        scheduleStatus: "ready",
        lastRunAt: at,
        nextRunAt: state.schedule.nextRunAt,
        message: "Business Central asked to wait.",
        cursorAgeSeconds: { businessCentral: null, dataverse: 90 },
      },
    ]);
    expect(apps.businessCentral).toMatchObject({
      reachable: true,
      throttledUntil,
      message: "It asked to wait.",
    });
    expect(apps.dataverse).toEqual({ url: "http://127.0.0.1:4602", reachable: false });
  });

  test("a mapping with an open job is running", async () => {
    await api.ask("POST /v1/mappings/CUSTOMER/actions/synchronize");

    expect((await status()).mappings[0]?.scheduleStatus).toBe("running");
  });
});
