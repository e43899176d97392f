import { engineContract } from "../contract/store-contract.ts";

engineContract("dynoxide");
