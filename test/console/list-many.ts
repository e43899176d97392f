import { type ErrorItem, errorKinds } from "../../lib/domain/error/error-item.ts";
import { couplingIdOf } from "../../lib/domain/ids.ts";
import type { Instant } from "../../lib/domain/instant.ts";
import { createStore } from "../../lib/store/store.ts";
import { clientOf } from "../store/local-store.ts";
import { anError, recordId } from "../store/samples.ts";

/** Lists as many errors as one long outage leaves behind: `Customer 00001`, which is the oldest, and so on. */
export async function listMany(endpoint: string, many: number): Promise<void> {
  const client = clientOf({ endpoint });
  const store = createStore({
    client,
    tableName: "tandem",
    clock: { now: (): Instant => anError(0).lastFailedAt },
    ids: { short: () => "0123456789" },
  });
  const items = Array.from({ length: many }, (_, number) => anErrorNumber(number + 1));
  for (let first = 0; first < many; first += 500) {
    await store.errors.save(items.slice(first, first + 500));
  }
  client.destroy();
}

function anErrorNumber(number: number): ErrorItem {
  const item = anError(number);
  const title = `Customer ${String(number).padStart(5, "0")}`;
  const { businessCentral, dataverse } = item.sides;
  const kind = errorKinds[number % errorKinds.length] ?? item.kind;
  const couplingId = couplingIdOf(item.mapping, recordId(number, 1));
  return {
    ...item,
    kind,
    couplingId,
    sides: { businessCentral: { ...businessCentral, title }, dataverse },
  };
}
