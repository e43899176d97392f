import type { WireValue } from "../../../lib/domain/record.ts";
import type { PerSide, Side } from "../../../lib/domain/side.ts";
import {
  type BusinessCentralSandbox,
  createBusinessCentralSandbox,
} from "../../../lib/sandbox/business-central/sandbox.ts";
import {
  createDataverseSandbox,
  type DataverseSandbox,
} from "../../../lib/sandbox/dataverse/dataverse-sandbox.ts";
import { textOf } from "../../../lib/sandbox/dataverse/tables/row.ts";
import type { SandboxAnswer, SandboxRequest } from "../../../lib/sandbox/web/exchange.ts";
import { columnOf, simulatedFields } from "../story/fields.ts";
import type { Timeline } from "./timeline.ts";

/** What one record holds, field by field; blank is "". */
export type Held = Readonly<Record<string, string>>;

/** A record as it stands in its app, whatever anybody was told about it. */
export interface Standing {
  readonly id: string;
  readonly values: Held;
  /** Inside the mapping's filter, and not merged into another. */
  readonly isInFilter: boolean;
  readonly mergedInto?: string | undefined;
}

/** Both pretend apps without sockets, and a look at what they hold. */
export interface SimulatedApps {
  readonly businessCentral: BusinessCentralSandbox;
  readonly dataverse: DataverseSandbox;
  readonly urls: PerSide<string>;
  readonly origins: PerSide<string>;
  ask(side: Side, request: Omit<SandboxRequest, "url"> & { url: string }): Promise<SandboxAnswer>;
  /** Nobody else touches the apps meanwhile, so that it is certain who did what. */
  alone<T>(act: () => Promise<T>): Promise<T>;
  standing(side: Side): ReadonlyMap<string, Standing>;
  dateOf(side: Side): string;
}

const origins = {
  businessCentral: "https://businesscentral.example",
  dataverse: "https://dataverse.example",
} as const;

export function simulatedApps(
  timeline: Pick<Timeline, "now">,
  post: (url: string, body: string) => Promise<{ status: number; body: string }>,
): SimulatedApps {
  const businessCentral = createBusinessCentralSandbox({
    clock: timeline,
    sleep: async () => undefined,
    newId: numberedIds("bc000000"),
    post: (url, _headers, body) => post(url, body),
  });
  const dataverse = createDataverseSandbox({
    clock: timeline,
    sleep: async () => undefined,
    newId: numberedIds("d0000000"),
  });
  let last: Promise<unknown> = Promise.resolve();
  return {
    businessCentral,
    dataverse,
    origins,
    alone: (act) => {
      const turn = last.then(act);
      last = turn.catch(() => undefined);
      return turn;
    },
    urls: {
      businessCentral: `${origins.businessCentral}${businessCentral.company.path}`,
      dataverse: origins.dataverse,
    },
    ask: (side, request) => {
      const app = side === "businessCentral" ? businessCentral : dataverse;
      return app.exchange({ ...request, url: new URL(request.url) });
    },
    standing: (side) =>
      side === "businessCentral" ? customersOf(businessCentral) : accountsOf(dataverse),
    dateOf: (side) => {
      const { clock } = side === "businessCentral" ? businessCentral : dataverse.faults;
      return new Date(clock.now()).toUTCString();
    },
  };
}

function customersOf({ data }: BusinessCentralSandbox): ReadonlyMap<string, Standing> {
  return new Map(
    data.all("customers").map((row) => {
      const id = plain(row["id"]);
      const isInFilter = ["", " ", "_x0020_"].includes(plain(row["blocked"]));
      return [
        id,
        { id, values: heldOn("businessCentral", (name) => plain(row[name])), isInFilter },
      ];
    }),
  );
}

function accountsOf({ rows }: DataverseSandbox): ReadonlyMap<string, Standing> {
  return new Map(
    rows("account").map(({ id, values }) => {
      const text = (name: string): string => {
        const value = values[name];
        return value === undefined ? "" : textOf(value);
      };
      const master = text("masterid");
      const isInFilter =
        text("statecode") === "0" && text("customertypecode") === "3" && master === "";
      return [
        id,
        {
          id,
          values: heldOn("dataverse", text),
          isInFilter,
          ...(master === "" ? {} : { mergedInto: master }),
        },
      ];
    }),
  );
}

const heldOn = (side: Side, read: (column: string) => string): Held =>
  Object.fromEntries(
    simulatedFields.map((field) => [field.name, sameNumber(read(columnOf(field, side)))]),
  );

/** 5.250 and 5.25 are the same amount, and 0 is blank. */
const sameNumber = (text: string): string => {
  if (!/^-?\d+(\.\d+)?$/.test(text)) return text;
  return Number(text) === 0 ? "" : String(Number(text));
};

const plain = (value: WireValue | undefined): string => {
  if (value === undefined || value === null) return "";
  return typeof value === "object" ? value.decimal : String(value);
};

/** The same in each run of a seed. */
export function numberedIds(prefix: string): () => string {
  let count = 0;
  return () => {
    count += 1;
    return `${prefix}-0000-4000-8000-${count.toString(16).padStart(12, "0")}`;
  };
}
