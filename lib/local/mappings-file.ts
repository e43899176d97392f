import { readFile } from "node:fs/promises";
import * as z from "zod/mini";
import { defaultMappings } from "../domain/mapping/default-mappings/default-mappings.ts";
import { TableMapping } from "../domain/mapping/mapping.ts";
import { checkMapping } from "../domain/mapping-checks/check-mapping.ts";
import { issueMessage } from "../runtime/http/request/issue-message.ts";

const File = z.union([z.array(z.unknown()), z.object({ mappings: z.array(z.unknown()) })]);

/** The mappings of a JSON file (a list), checked; the shipped defaults without a file. */
export async function readMappings(file: string | undefined): Promise<readonly TableMapping[]> {
  if (file === undefined) return defaultMappings;
  const mappings = (await listed(file)).map((one, index) => parsed(one, file, index));
  const problems = [
    ...namedTwice(mappings).map((name) => `${name}: there are two mappings of this name`),
    ...mappings.flatMap((mapping) =>
      checkMapping(
        mapping,
        mappings.filter((other) => other !== mapping),
      ).map(({ path, message }) => `${mapping.name} ${path}: ${message}`),
    ),
  ];
  if (problems.length > 0) throw unusable(file, problems.join("; "));
  return mappings;
}

const unusable = (file: string, why: string): Error =>
  new Error(`TANDEM_MAPPINGS: ${file} cannot be used. ${why}`);

async function listed(file: string): Promise<readonly unknown[]> {
  const text = await readFile(file, "utf8").catch((trouble: unknown) => {
    throw unusable(file, messageOf(trouble));
  });
  const json = File.safeParse(jsonOf(file, text));
  if (!json.success) throw unusable(file, "A list of table mappings is expected.");
  return Array.isArray(json.data) ? json.data : json.data.mappings;
}

function jsonOf(file: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (trouble) {
    throw unusable(file, `It is not JSON: ${messageOf(trouble)}`);
  }
}

const messageOf = (trouble: unknown): string =>
  trouble instanceof Error ? trouble.message : String(trouble);

const Named = z.object({ name: z.string() });

function parsed(one: unknown, file: string, index: number): TableMapping {
  const mapping = TableMapping.safeParse(one, { error: issueMessage });
  if (mapping.success) return mapping.data;
  const named = Named.safeParse(one);
  const which = named.success ? named.data.name : `mapping ${index + 1}`;
  const wrong = mapping.error.issues.map(({ path, message }) => `${path.join("/")}: ${message}`);
  throw unusable(file, `${which} ${wrong.join("; ")}`);
}

const namedTwice = (mappings: readonly TableMapping[]): readonly string[] => {
  const names = mappings.map(({ name }) => name);
  return [...new Set(names.filter((name, index) => names.indexOf(name) !== index))];
};
