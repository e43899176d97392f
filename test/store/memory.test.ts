import { instantOf } from "../../lib/domain/instant.ts";
import { storeOver } from "../../lib/store/store.ts";
import type { Consumption, Meter } from "../../lib/store/table/consumed-capacity.ts";
import type { Table } from "../../lib/store/table/table.ts";
import { storeContract } from "../contract/store-contract.ts";
import type { StoreUnderTest } from "../contract/the-store.ts";
import { memoryTable } from "../simulation/world/memory-table.ts";
import { start } from "./samples.ts";

function emptyStore(): StoreUnderTest {
  let now = start;
  let shorts = 0;
  const clock = {
    now: () => instantOf(now),
    passMinutes(minutes: number) {
      now += minutes * 60_000;
    },
  };
  const ids = {
    short() {
      shorts += 1;
      return `s${shorts}`;
    },
  };
  const { table, meter } = metered(memoryTable({ clock }));
  const again = () => storeOver(table, { clock, ids });
  return { store: again(), table, clock, meter, again };
}

/** Half a unit for each row that is read; writes are not measured here. */
function metered(table: Table): { readonly table: Table; readonly meter: Meter } {
  let taken: Consumption = { readRequests: 0, writeRequests: 0, readUnits: 0, writeUnits: 0 };
  const noted = (rows: number): void => {
    const { readRequests, readUnits } = taken;
    taken = { ...taken, readRequests: readRequests + 1, readUnits: readUnits + rows / 2 };
  };
  return {
    table: {
      ...table,
      getMany: async (keys, read) => {
        const rows = await table.getMany(keys, read);
        noted(rows.length);
        return rows;
      },
      query: async (query) => {
        const answer = await table.query(query);
        noted(answer.rows.length);
        return answer;
      },
    },
    meter: {
      taken: () => taken,
      reset: () => {
        taken = { readRequests: 0, writeRequests: 0, readUnits: 0, writeUnits: 0 };
      },
    },
  };
}

// What the simulator keeps its table in is as good as the real ones.
storeContract("memory", async () => ({
  empty: async () => emptyStore(),
  stop: async () => undefined,
}));
