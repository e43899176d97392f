import { coupleAll, type Floor, synchronize } from "./floor.ts";
import { Couple, type Run } from "./orders.ts";
import { cpuOf, serve } from "./serve.ts";

/** The least that any program must do. */
let floor: Floor | undefined;

serve({
  couple: async (details) => {
    floor = await coupleAll(Couple.parse(details));
  },
  // It goes by the apps' time.
  pass: () => undefined,
  run: async (): Promise<Run> => {
    let disputed = 0;
    const spent = await cpuOf(async () => {
      if (floor !== undefined) disputed = await synchronize(floor);
    });
    return { ...spent, disputed };
  },
});
