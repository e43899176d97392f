import { writeFile } from "node:fs/promises";
import { stdout } from "node:process";
import { parseArgs } from "node:util";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { createTable, startDynamoDb } from "../../lib/local/dynamodb.ts";
import { machine } from "./machine.ts";
import { chart } from "./synchronization/chart.ts";
import {
  bundleProcesses,
  type Contestant,
  type Entry,
  type Round,
  startContestant,
} from "./synchronization/contestant.ts";
import { type Measured, table } from "./synchronization/report.ts";
import { refuse, wholeNumbers } from "./whole-numbers.ts";

const floor: Entry = { name: "floor", program: "floor-process", apps: "apps-process" };
const tandem: Entry = { name: "Tandem", program: "tandem-process", apps: "apps-process" };
const pouchDb: Entry = { name: "PouchDB", program: "peer-process", apps: "couch-process" };

const warmUpRounds = 2;
const picture = new URL("synchronization.svg", import.meta.url);

/**
 * What it costs to synchronize 10,000 coupled records of which 20 % are changed on each side, 2 % on
 * both: `npm run bench -- synchronization [records] [rounds] [--chart]`.
 */
async function main(records: number, rounds: number, isDrawn: boolean): Promise<void> {
  const engine = await startDynamoDb();
  const entries = [floor, tandem, await withDynamoDb(engine.endpoint), pouchDb];
  const bundles = await bundleProcesses([
    ...new Set(entries.flatMap(({ program, apps }) => [program, apps])),
  ]);
  const contestants: Contestant[] = [];
  for (const entry of entries) contestants.push(await startContestant(entry, bundles, records));
  const measured = await measure(contestants, rounds);
  for (const contestant of contestants) contestant.stop();
  await Promise.all([bundles.remove(), engine.stop()]);
  const [least, peer] = [measured[0], measured.at(-1)];
  if (least === undefined || peer === undefined) return;
  const figures = { measured, floor: least, peer };
  stdout.write(`${machine()}; ${records} records, medians of ${rounds} rounds in turns\n\n`);
  stdout.write(table(figures));
  if (isDrawn) await writeFile(picture, chart(figures));
}

async function withDynamoDb(endpoint: string): Promise<Entry> {
  const tableName = "tandem";
  const credentials = { accessKeyId: "local", secretAccessKey: "local" };
  await createTable(new DynamoDBClient({ endpoint, region: "local", credentials }), tableName);
  return { ...tandem, name: "Tandem with DynamoDB", dynamoDb: { endpoint, tableName } };
}

async function measure(
  contestants: readonly Contestant[],
  rounds: number,
): Promise<readonly Measured[]> {
  const measured = contestants.map((): Round[] => []);
  for (let round = 1; round <= warmUpRounds + rounds; round += 1) {
    for (const [at, contestant] of contestants.entries()) {
      const taken = await contestant.round(round, false);
      if (round > warmUpRounds) measured[at]?.push(taken);
    }
  }
  const all: Measured[] = [];
  for (const [at, contestant] of contestants.entries()) {
    const plain = await contestant.round(warmUpRounds + rounds + 1, true);
    all.push({ name: contestant.name, rounds: measured[at] ?? [], plain });
  }
  return all;
}

// It says of every process that Lambda runs a newer Node.
process.env["AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED"] = "true";
const { values, positionals } = parseArgs({ strict: false, allowPositionals: true });
const { chart: isDrawn = false, ...others } = values;
const usage = "npm run bench -- synchronization [records] [rounds] [--chart]";
const [unknown] = Object.keys(others);
if (unknown !== undefined) refuse(`There is no --${unknown}.`, usage);
if (typeof isDrawn !== "boolean") refuse("--chart takes no value.", usage);
const [records = 10_000, rounds = 7] = wholeNumbers(positionals, usage, 2);
await main(records, rounds, isDrawn);
