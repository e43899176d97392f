import { afterAll, beforeAll, beforeEach, describe } from "vitest";
import { type DynamoDbEngine, isInstalled } from "../../lib/local/dynamodb.ts";
import { type LocalEngine, type LocalStore, startEngine } from "../store/local-store.ts";
import { couplingContract } from "./coupling-contract.ts";
import { errorItemContract } from "./error-item-contract.ts";
import { historyContract } from "./history-contract.ts";
import { jobContract } from "./job-contract.ts";
import { smallStoresContract } from "./small-stores-contract.ts";
import type { TheStore } from "./the-store.ts";

/** What every implementation of lib/ports/store.ts promises, over a real engine. */
export const storeContract = (name: DynamoDbEngine): void => {
  describe.skipIf(!isInstalled(name))(`store over ${name}`, () => {
    let engine: LocalEngine | undefined;
    let local: LocalStore | undefined;

    beforeAll(async () => {
      engine = await startEngine(name);
    }, 60_000);
    afterAll(() => engine?.stop());
    beforeEach(async () => {
      local = await engine?.empty();
    });

    const the: TheStore = () => {
      if (local === undefined) throw new Error("the engine did not start");
      return local;
    };
    couplingContract(the);
    errorItemContract(the);
    jobContract(the);
    historyContract(the);
    smallStoresContract(the);
  });
};
