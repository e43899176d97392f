import { argv, stdout } from "node:process";
import { recordOf as customerOf } from "../../../lib/connector/business-central/row.ts";
import { recordOf as accountOf, Row } from "../../../lib/connector/dataverse/row.ts";
import { parseJson, printFields } from "../../../lib/connector/http/json.ts";
import type { MappingContext } from "../../../lib/domain/conversion/context.ts";
import type { SideState } from "../../../lib/domain/conversion/observation.ts";
import { observe } from "../../../lib/domain/conversion/observe.ts";
import type { Coupling } from "../../../lib/domain/coupling.ts";
import { decide } from "../../../lib/domain/decision/decide.ts";
import type { Decision } from "../../../lib/domain/decision/decision.ts";
import type { Entity } from "../../../lib/domain/mapping/entity.ts";
import type { AppRecord } from "../../../lib/domain/record.ts";
import type { PerSide, Side } from "../../../lib/domain/side.ts";
import { type CoupledPair, type CoupledPairs, coupledPairs } from "../coupled-pairs.ts";
import { machine } from "../machine.ts";
import { wholeNumbers } from "../whole-numbers.ts";
import { costsInTurns, type Work } from "./in-turns.ts";

/**
 * What Tandem's own thinking costs per record, as multiples of JSON.parse of the record it thinks about:
 * the default mapping of customers, records as the sandbox has them. How many rounds may be named:
 * `npm run bench -- decide 201`.
 */
async function main(rounds: number): Promise<void> {
  const known = await coupledPairs(400);
  const samples = known.pairs.map((pair) => sampleOf(known, pair));
  const bytes = samples.reduce((sum, { edited }) => sum + edited.businessCentral.length, 0);
  const fields = known.mapping.fields.filter(({ enabled }) => enabled).length;
  print(`${machine()}; the median of ${rounds} rounds, in turns`);
  print(`${samples.length} customers, ${Math.round(bytes / samples.length)} B, ${fields} fields`);
  for (const { name, microseconds, multiple } of costsInTurns(samples, worksOn(known), rounds)) {
    print(`${name.padEnd(56)}${microseconds.toFixed(2).padStart(8)} µs   × ${multiple.toFixed(2)}`);
  }
}

/** A pair in which people changed three fields of the customer and two others of the account. */
interface Sample {
  readonly coupling: Coupling;
  readonly base: string;
  readonly edited: PerSide<string>;
  /** Both records read, as they were before anybody edited them. */
  readonly same: PerSide<SideState>;
  readonly oneSided: PerSide<SideState>;
  readonly bothSided: PerSide<SideState>;
}

const edits: PerSide<object> = {
  businessCentral: { phoneNumber: "+47 22 33 44 55", addressLine2: "4", email: "ap@example.com" },
  dataverse: { name: "Another Name AS", websiteurl: "https://www.example.com/about" },
};

function sampleOf(known: CoupledPairs, { coupling, rows }: CoupledPair): Sample {
  const editedOn = (side: Side): string =>
    JSON.stringify({ ...Object(JSON.parse(rows[side])), ...edits[side] });
  const edited = {
    businessCentral: editedOn("businessCentral"),
    dataverse: editedOn("dataverse"),
  };
  const seen = ({ businessCentral, dataverse }: PerSide<string>): PerSide<SideState> => ({
    businessCentral: readState(known, coupling, "businessCentral", businessCentral),
    dataverse: readState(known, coupling, "dataverse", dataverse),
  });
  const bothSided = seen(edited);
  return {
    coupling,
    base: JSON.stringify(coupling.base),
    edited,
    same: seen(rows),
    oneSided: { ...bothSided, dataverse: { kind: "unchangedSinceBase" } },
    bothSided,
  };
}

/** All lookups are answered by the base. */
const context: MappingContext = { links: new Map(), rows: new Map() };

const worksOn = (known: CoupledPairs): readonly Work<Sample>[] => {
  const decided = (coupling: Coupling, states: PerSide<SideState>): Decision =>
    decide({ mapping: known.mapping, coupling, states, context });
  const readOn = ({ coupling, edited }: Sample, side: Side): SideState =>
    readState(known, coupling, side, edited[side]);
  const printed = (sample: Sample, states: PerSide<SideState>): string => {
    const decision = decided({ ...sample.coupling, base: JSON.parse(sample.base) }, states);
    if (decision.kind !== "write") throw new Error(`Decided on ${decision.kind}, not on a write`);
    return decision.writes.map(({ fields }) => printFields(fields)).join();
  };
  return [
    {
      name: "JSON.parse of the customer",
      act: ({ edited }) => JSON.parse(edited.businessCentral),
    },
    {
      name: "M6 decide (limit 0.5): three fields changed on one side",
      act: ({ coupling, oneSided }) => decided(coupling, oneSided),
    },
    {
      name: "decide: other fields changed on each side",
      act: ({ coupling, bothSided }) => decided(coupling, bothSided),
    },
    {
      name: "decide: both sides read, nothing changed",
      act: ({ coupling, same }) => decided(coupling, same),
    },
    {
      name: "JSON to canonical form, one record",
      act: (sample) => readOn(sample, "businessCentral"),
    },
    {
      name: "JSON to JSON of the write, one side changed",
      act: (sample) =>
        printed(sample, {
          businessCentral: readOn(sample, "businessCentral"),
          dataverse: { kind: "unchangedSinceBase" },
        }),
    },
    {
      name: "JSON to JSON of both writes, both sides changed",
      act: (sample) =>
        printed(sample, {
          businessCentral: readOn(sample, "businessCentral"),
          dataverse: readOn(sample, "dataverse"),
        }),
    },
  ];
};

/** From JSON to canonical form: what happens to every record that is read. */
function readState(
  { mapping, entities }: CoupledPairs,
  { base }: Coupling,
  side: Side,
  text: string,
): SideState {
  const record = recordIn(entities, side, text);
  if (record === undefined) throw new Error(`Not a record: ${text}`);
  return { kind: "read", observed: observe({ mapping, context }, side, record, base) };
}

function recordIn(entities: PerSide<Entity>, side: Side, text: string): AppRecord | undefined {
  const json = parseJson(text);
  if (!json.ok) return undefined;
  if (side === "dataverse") return accountOf(entities.dataverse, Row.parse(json.value));
  const record = customerOf(entities.businessCentral, json.value);
  return record.ok ? record.value : undefined;
}

const print = (line: string): void => {
  stdout.write(`${line}\n`);
};

const [rounds = 101] = wholeNumbers(argv.slice(2), "npm run bench -- decide [rounds]");
await main(rounds);
