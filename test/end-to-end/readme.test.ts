import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import * as z from "zod/mini";
import { errorKinds } from "../../lib/domain/error/error-item.ts";
import { creatingMappings } from "../world/creating-mappings.ts";
import { Coupling, ErrorItem, Job, LogEntry, listOf } from "./api-answers.ts";
import {
  inFolder,
  type LocalSystem,
  type Settings,
  startLocalSystem,
  threeFreePorts,
} from "./local-system.ts";
import { until } from "./until.ts";

const Listed = z.extend(ErrorItem, {
  id: z.string(),
  businessCentral: z.object({ id: z.nullable(z.string()) }),
  dataverse: z.object({ id: z.nullable(z.string()) }),
  candidates: z.optional(z.array(z.string())),
});
type Listed = z.infer<typeof Listed>;

let folder: string;
let settings: Settings;
let system: LocalSystem;
let commands: ReadonlyMap<string, string>;
let setUp: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "tandem-readme-"));
  const port = await threeFreePorts();
  settings = { ...inFolder(folder), TANDEM_PORT: String(port), TANDEM_DEMO: "on" };
  ({ setUp, commands } = await readCommands(port));
  system = await startLocalSystem(settings);
  // What runs each minute would resolve some of it in between.
  for (const name of creatingMappings.map((mapping) => mapping.name)) {
    await system.ask("POST", `/v1/schedules/${name}/actions/hold`);
  }
}, 60_000);

afterAll(async () => {
  await system.kill();
  await rm(folder, { recursive: true });
});

/** The section's commands, each by the comment above it, with the ports of this test. */
async function readCommands(port: number) {
  const readme = await readFile(
    new URL("../../lib/runtime/http/README.md", import.meta.url),
    "utf8",
  );
  const [, section = ""] = readme.split("## Resolve what could not be synchronized");
  const [, block = ""] = /```sh\n([\s\S]*?)```/.exec(section) ?? [];
  const here = [0, 1, 2].reduce(
    (text, offset) => text.replaceAll(`127.0.0.1:${4600 + offset}`, `127.0.0.1:${port + offset}`),
    block,
  );
  const [first = "", ...parts] = here.split(/^# /m);
  return {
    setUp: first,
    commands: new Map(
      parts.map((part) => {
        const end = part.indexOf("\n");
        return [part.slice(0, end), part.slice(end + 1)];
      }),
    ),
  };
}

const unused = new Set<string>();

/** As somebody would paste it, right after the one before; answers what the last request was answered with. */
async function paste(comment: string): Promise<unknown> {
  const [name, command] = [...commands].find(([title]) => title.startsWith(comment)) ?? [];
  if (name === undefined) throw new Error(`The README has no command "${comment}…"`);
  unused.delete(name);
  const { stdout } = await promisify(execFile)("bash", ["-ec", `${setUp}\n${command}`]);
  const text = stdout.slice(stdout.search(/[{[]/));
  const answer: unknown = JSON.parse(text);
  return answer;
}

/** What is not named by ids is not waited for by the answer. */
const jobsEnd = () =>
  until("the end of all jobs", async () =>
    (await listOf(system, "/v1/jobs", Job)).every(
      ({ state }) => state !== "queued" && state !== "running",
    )
      ? true
      : undefined,
  );

const listed = (kind?: string): Promise<readonly Listed[]> =>
  listOf(system, `/v1/errors${kind === undefined ? "" : `?kind=${kind}`}`, Listed);

async function the(kind: string): Promise<Listed> {
  const [item] = await listed(kind);
  if (item === undefined) throw new Error(`Nothing is listed as ${kind}`);
  return item;
}

const idOn = (side: "businessCentral" | "dataverse", item: Listed): string => item[side].id ?? "";
const customerOf = (item: Listed) =>
  system.businessCentral.get("customers", idOn("businessCentral", item));
const accountOf = (item: Listed) => system.dataverse.get("accounts", idOn("dataverse", item));

describe("lib/runtime/http/README.md: resolve what could not be synchronized", () => {
  test("the demo lists at least one record of each kind, and says so", async () => {
    for (const name of commands.keys()) unused.add(name);
    const kinds = (await listed()).map(({ kind }) => kind);
    expect(new Set(kinds)).toEqual(new Set(errorKinds));
    expect(system.lines()).toContain(
      `${kinds.length} records could not be synchronized on purpose, to show what can be done: ${system.addresses.api}/v1/errors`,
    );
  });

  test("the first couplings of each list are in step", async () => {
    for (const mapping of ["CUSTOMER", "CONTACT", "ITEM-PRODUCT"]) {
      const [first] = await listOf(system, `/v1/couplings?mapping=${mapping}`, Coupling);
      expect(first?.status).toBe("active");
    }
  });

  test("the list, and one of it", async () => {
    const Page = z.object({ items: z.array(Listed) });
    expect(Page.parse(await paste("the list")).items).toHaveLength((await listed()).length);
    expect(await paste("one of them")).toMatchObject({
      kind: "updateConflict",
      fields: expect.arrayContaining([expect.objectContaining({ conflict: true })]),
    });
  });

  test("synchronize with the data of one side", async () => {
    const item = await the("updateConflict");
    const { emailaddress1 } = await accountOf(item);
    await paste("updateConflict: synchronize with the data of one side");
    expect((await listed("updateConflict")).map(({ id }) => id)).not.toContain(item.id);
    expect(await customerOf(item)).toMatchObject({ email: emailaddress1 });
  });

  test("synchronize field by field", async () => {
    const item = await the("updateConflict");
    const before = { customer: await customerOf(item), account: await accountOf(item) };
    await paste("updateConflict: Business Central's data, but");
    expect(await listed("updateConflict")).toEqual([]);
    expect(await customerOf(item)).toMatchObject({
      email: before.account["emailaddress1"],
      phoneNumber: before.customer["phoneNumber"],
    });
    expect(await accountOf(item)).toMatchObject({ telephone1: before.customer["phoneNumber"] });
  });

  test("what depends on a record that is nowhere gets the other side's value", async () => {
    await paste("dependencyMissing");
    expect(await listed("dependencyMissing")).toEqual([]);
  });

  test("retry all, once the apps do not refuse any more", async () => {
    await paste("locked, unavailable, notPermitted");
    await jobsEnd();
    const kinds = (await listed()).map(({ kind }) => kind);
    for (const kind of ["locked", "unavailable", "notPermitted"]) expect(kinds).not.toContain(kind);
  });

  test("retry one, once its data is corrected", async () => {
    const item = await the("rejected");
    await paste("rejected");
    expect(await listed("rejected")).toEqual([]);
    expect(await customerOf(item)).toMatchObject({ email: "reception@example.com" });
  });

  test("restore", async () => {
    const contacts = await system.dataverse.list("contacts");
    await paste("deletedInDataverse");
    expect(await listed("deletedInDataverse")).toEqual([]);
    expect(await system.dataverse.list("contacts")).toHaveLength(contacts.length + 1);
  });

  test("delete", async () => {
    const item = await the("deletedInBusinessCentral");
    await paste("deletedInBusinessCentral: delete it");
    expect(await listed("deletedInBusinessCentral")).toEqual([]);
    const { status } = await system.dataverse.request(
      "GET",
      `contacts(${idOn("dataverse", item)})`,
    );
    expect(status).toBe(404);
  });

  test("find what was deleted, and remove its coupling", async () => {
    await paste("Business Central tells nobody");
    const item = await the("deletedInBusinessCentral");
    await paste("deletedInBusinessCentral: keep it");
    expect(await listed("deletedInBusinessCentral")).toEqual([]);
    const dataverseId = idOn("dataverse", item);
    expect(await system.dataverse.get("contacts", dataverseId)).toBeDefined();
    expect(await listOf(system, `/v1/couplings?dataverseId=${dataverseId}`, Coupling)).toEqual([]);
  });

  test("couple by hand", async () => {
    const item = await the("ambiguousMatch");
    await paste("ambiguousMatch");
    expect(await listed()).toEqual([]);
    const businessCentralId = idOn("businessCentral", item);
    const account = await system.dataverse.get("accounts", item.candidates?.[0] ?? "");
    const kept = await customerOf(item);
    expect(account).toMatchObject({ customertypecode: 3, name: kept?.["displayName"] });
    expect(
      await listOf(system, `/v1/couplings?businessCentralId=${businessCentralId}`, Coupling),
    ).toMatchObject([{ dataverseId: item.candidates?.[0], status: "active" }]);
  });

  test("the Synchronization Log of a pair", async () => {
    const Log = z.object({ items: z.array(LogEntry) });
    expect(Log.parse(await paste("the Synchronization Log")).items.length).toBeGreaterThan(0);
  });

  test("no command of the section was left out here", () => {
    expect([...unused]).toEqual([]);
  });
});
