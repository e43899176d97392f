import { engineContract } from "../contract/store-contract.ts";

/** Skipped where Java is not installed. */
engineContract("dynamodb-local");
