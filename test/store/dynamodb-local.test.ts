import { spawnSync } from "node:child_process";
import { describe, test } from "vitest";
import { isInstalled } from "../../lib/local/dynamodb.ts";
import { storeContract } from "../contract/store-contract.ts";

const hasJava = spawnSync("java", ["-version"]).status === 0;

if (hasJava && isInstalled("dynamodb-local")) {
  storeContract("dynamodb-local");
} else {
  describe("store over dynamodb-local", () => {
    test.skip("AWS's DynamoDB Local needs Java", () => {});
  });
}
