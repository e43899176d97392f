import { stdout } from "node:process";
import type { Page } from "playwright-core";
import { machine } from "../bench/machine.ts";
import { type ConsoleSystem, startConsole } from "./console-system.ts";
import { listMany } from "./list-many.ts";

const many = 10_000;
const rounds = 7;

/** How long somebody waits for Coupled Data Synchronization Errors when 10,000 are listed. */
async function main(): Promise<void> {
  print(machine());
  const tandem = await startConsole({
    TANDEM_DEMO: "off",
    TANDEM_SCHEDULE: "off",
    TANDEM_SEED: "0",
  });
  try {
    await listMany(tandem.system.addresses.dynamoDb, many);
    for (const [name, measure] of Object.entries(measurements)) {
      const times: number[] = [];
      for (let round = 0; round < rounds; round += 1) times.push(await measure(tandem));
      const sorted = times.toSorted((one, other) => one - other).map(Math.round);
      const median = sorted[Math.floor(rounds / 2)];
      print(`${name}: median ${median} ms (${sorted[0]} to ${sorted.at(-1)}, n=${rounds})`);
    }
  } finally {
    await tandem.stop();
  }
}

const newest = `Customer ${many}`;

const measurements: Readonly<Record<string, (tandem: ConsoleSystem) => Promise<number>>> = {
  /** With an empty cache, from the address to a row that answers a click. */
  "usable list": async (tandem) => {
    const before = performance.now();
    const { page, close } = await tandem.open("#/errors");
    await lookAt(page);
    const took = performance.now() - before;
    await close();
    return took;
  },
  "usable list, again": async (tandem) => {
    const { page, close } = await tandem.open("#/errors");
    await lookAt(page);
    const before = performance.now();
    await page.reload();
    await lookAt(page);
    const took = performance.now() - before;
    await close();
    return took;
  },
  "next screen while scrolling": async (tandem) => {
    const { page, close } = await tandem.open("#/errors");
    await lookAt(page);
    const took = await page.getByRole("grid").evaluate(scrollScreens);
    await close();
    return took;
  },
};

async function lookAt(page: Page): Promise<void> {
  await page.getByRole("row", { name: newest }).click({ position: { x: 60, y: 10 } });
  await page.getByRole("complementary").getByRole("heading", { name: newest }).waitFor();
}

/** The slowest of twenty screens, from the scrolling to its picture. */
async function scrollScreens(grid: Element): Promise<number> {
  let slowest = 0;
  for (let screen = 0; screen < 20; screen += 1) {
    const before = performance.now();
    grid.scrollBy({ top: grid.clientHeight });
    await new Promise((resolve) => requestAnimationFrame(resolve));
    await new Promise((resolve) => requestAnimationFrame(resolve));
    slowest = Math.max(slowest, performance.now() - before);
  }
  return slowest;
}

const print = (line: string): void => {
  stdout.write(`${line}\n`);
};

await main();
