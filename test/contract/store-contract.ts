import { afterAll, beforeAll, beforeEach, describe } from "vitest";
import { type DynamoDbEngine, isInstalled } from "../../lib/local/dynamodb.ts";
import { startEngine } from "../store/local-store.ts";
import { couplingClaimContract } from "./coupling-claim-contract.ts";
import { couplingContract } from "./coupling-contract.ts";
import { couplingListContract } from "./coupling-list-contract.ts";
import { errorItemContract } from "./error-item-contract.ts";
import { historyContract } from "./history-contract.ts";
import { jobContract } from "./job-contract.ts";
import { lookContract } from "./look-contract.ts";
import { smallStoresContract } from "./small-stores-contract.ts";
import type { StoreUnderTest, TheStore } from "./the-store.ts";

interface Engine {
  empty(): Promise<StoreUnderTest>;
  stop(): Promise<void>;
}

/** What every implementation of lib/ports/store.ts promises. */
export const storeContract = (name: string, start: () => Promise<Engine>, isThere = true): void => {
  describe.skipIf(!isThere)(`store over ${name}`, () => {
    let engine: Engine | undefined;
    let store: StoreUnderTest | undefined;

    beforeAll(async () => {
      engine = await start();
    }, 60_000);
    afterAll(() => engine?.stop());
    beforeEach(async () => {
      store = await engine?.empty();
    });

    const the: TheStore = () => {
      if (store === undefined) throw new Error("the engine did not start");
      return store;
    };
    couplingContract(the);
    couplingClaimContract(the);
    couplingListContract(the);
    errorItemContract(the);
    jobContract(the);
    historyContract(the);
    smallStoresContract(the);
    lookContract(the);
  });
};

/** Over a real engine, where it is there. */
export const engineContract = (name: DynamoDbEngine): void =>
  storeContract(name, () => startEngine(name), isInstalled(name));
