import type { RecordId } from "../../lib/domain/ids.ts";
import type { PerSide } from "../../lib/domain/side.ts";
import { currency } from "../world/creating-mappings.ts";
import type { World } from "../world/world.ts";

export interface Currency extends PerSide<RecordId> {
  couple(): Promise<unknown>;
}

/** A currency in both apps, not coupled. */
export async function newCurrency(world: World, code: string): Promise<Currency> {
  const businessCentral = await world.businessCentral.create("currencies", {
    code,
    displayName: `Money ${code}`,
  });
  const dataverse = await world.dataverse.create("transactioncurrencies", {
    isocurrencycode: code,
    currencyname: `Money ${code}`,
    currencysymbol: code,
    currencyprecision: 2,
    exchangerate: 1.5,
  });
  const pair = {
    businessCentralId: businessCentral,
    dataverseId: dataverse,
    initialSync: "none",
  } as const;
  return {
    businessCentral,
    dataverse,
    couple: () => world.run(currency.name, { kind: "couple", pairs: [pair] }),
  };
}
