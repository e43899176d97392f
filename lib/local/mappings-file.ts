import { readFile } from "node:fs/promises";
import * as z from "zod/mini";
import { checkMapping } from "../domain/check-mapping.ts";
import { defaultMappings } from "../domain/default-mappings.ts";
import { TableMapping } from "../domain/mapping.ts";

const File = z.union([z.array(z.unknown()), z.object({ mappings: z.array(z.unknown()) })]);

/** The mappings of a JSON file (a list), checked; the shipped defaults without a file. */
export async function readMappings(file: string | undefined): Promise<readonly TableMapping[]> {
  if (file === undefined) return defaultMappings;
  const json = File.parse(JSON.parse(await readFile(file, "utf8")));
  const listed = Array.isArray(json) ? json : json.mappings;
  const mappings = listed.map((one, index) => parsed(one, `${file}: mapping ${index + 1}`));
  const problems = mappings.flatMap((mapping) =>
    checkMapping(
      mapping,
      mappings.filter((other) => other !== mapping),
    ).map(({ path, message }) => `${mapping.name} ${path}: ${message}`),
  );
  if (problems.length > 0) throw new Error(`${file} cannot be used. ${problems.join("; ")}`);
  return mappings;
}

function parsed(one: unknown, where: string): TableMapping {
  const mapping = TableMapping.safeParse(one);
  if (mapping.success) return mapping.data;
  const wrong = mapping.error.issues.map(({ path, message }) => `${path.join(".")}: ${message}`);
  throw new Error(`${where} cannot be used. ${wrong.join("; ")}`);
}
