import { type AttributeValue, paginateScan } from "@aws-sdk/client-dynamodb";
import { MappingName } from "../../lib/domain/ids.ts";
import { createMeasures } from "../../lib/runtime/measures/measures.ts";
import type { Consumption } from "../../lib/store/table/consumed-capacity.ts";
import { runJobStep } from "../../lib/sync/run-job-step.ts";
import { countOpenErrors } from "../../lib/sync/schedule/count-open-errors.ts";
import { creatingMappings } from "../world/creating-mappings.ts";
import type { World } from "../world/world.ts";

/** What was counted of a piece of work. */
export interface Counted extends Consumption {
  readonly steps: number;
  /** Of our own lines. */
  readonly logBytes: number;
}

const customer = MappingName.parse("CUSTOMER");

/** So many customers in step, with nothing in the other tables, and the look back over it is over. */
export async function settle(world: World, records: number): Promise<void> {
  for (const { name } of creatingMappings) await world.run(name, { kind: "synchronizeAll" });
  world.sandboxes.businessCentral.seed(records, 7);
  for (const name of ["SALESPEOPLE", "CURRENCY", "CUSTOMER"]) {
    await world.run(name, { kind: "synchronizeAll" });
  }
  world.pass(60);
  await world.run("CUSTOMER");
  world.pass(60);
}

/** Edits so many customers, and the counterparts of as many others, and synchronizes them. */
export async function changeOnBothSides(world: World, count: number): Promise<Counted> {
  const page = await world.app.store.couplings.list({ mapping: customer }, { limit: 2 * count });
  const couplings = page.ok ? page.value.items : [];
  if (couplings.length < 2 * count) throw new Error(`Only ${couplings.length} couplings`);
  for (const { ids } of couplings.slice(0, count)) {
    await world.businessCentral.change("customers", ids.businessCentral, { phoneNumber: "123" });
  }
  for (const { ids } of couplings.slice(count)) {
    await world.dataverse.change("accounts", ids.dataverse, { telephone1: "456" });
  }
  world.pass(1);
  return counting(world, async () => {
    await world.start("CUSTOMER");
    return workOff(world);
  });
}

/** A run that finds nothing. */
export const idleRun = (world: World): Promise<Counted> =>
  counting(world, async () => {
    await world.start("CUSTOMER");
    return workOff(world);
  });

/** When nothing is due. */
export async function idleTick(world: World): Promise<Counted> {
  await world.tick();
  await world.workOff();
  return counting(world, async () => {
    await world.tick();
    return { steps: 0, logBytes: 0 };
  });
}

/** What the tick counts besides, once an hour. */
export const hourlyCount = (world: World): Promise<Counted> =>
  counting(world, async () => {
    await countOpenErrors(world.app);
    return { steps: 0, logBytes: 0 };
  });

/** What a coupling takes up with all that finds it, each item with the 100 bytes that AWS adds. */
export async function bytesOfCoupling({ table }: World): Promise<number> {
  let bytes = 0;
  let couplings = 0;
  const pages = paginateScan({ client: table.client }, { TableName: table.name });
  for await (const { Items = [] } of pages) {
    for (const item of Items) {
      const [kind] = (item["pk"]?.S ?? "").split("#");
      if (kind !== "c" && kind !== "d" && kind !== "k") continue;
      if (kind === "c") couplings += 1;
      bytes +=
        100 +
        Object.entries(item).reduce((sum, [name, value]) => sum + name.length + sizeOf(value), 0);
    }
  }
  return bytes / couplings;
}

const sizeOf = ({ S, N, B }: AttributeValue): number =>
  Buffer.byteLength(S ?? N ?? "") + (B?.byteLength ?? 0);

async function counting(
  world: World,
  work: () => Promise<Pick<Counted, "steps" | "logBytes">>,
): Promise<Counted> {
  world.units.reset();
  const done = await work();
  return { ...world.units.taken(), ...done };
}

/** As the worker does it, its lines counted. */
async function workOff(world: World): Promise<Pick<Counted, "steps" | "logBytes">> {
  let logBytes = 0;
  const named = { METRICS_NAMESPACE: "Tandem/example", METRICS_BY: "mapping" } as const;
  const measures = createMeasures(named, world.app.clock, (line) => {
    logBytes += Buffer.byteLength(line);
  });
  const app = { ...world.app, metrics: measures };
  const use = { requests: 10, milliseconds: 10_000, throttled: 0 };
  let steps = 0;
  for (const { id: jobId, mapping } of await world.app.store.jobs.open()) {
    for (;;) {
      const job = await world.job(jobId);
      const end = await runJobStep(app, { jobId, step: job.step, resend: 0 });
      const told = { jobId, mapping, step: job.step, resend: 0, requestId: jobId, end };
      measures.stepEnded({
        ...told,
        milliseconds: 10_000,
        apps: { businessCentral: use, dataverse: use },
      });
      steps += 1;
      if (end !== "more") break;
    }
  }
  await world.workOff();
  return { steps, logBytes };
}
