import { storeContract } from "../contract/store-contract.ts";

/** Skipped where Java is not installed. */
storeContract("dynamodb-local");
