import { existsSync, readdirSync, readFileSync } from "node:fs";
import { isTenantName, parseTenant, type TenantFound } from "./tenant.ts";

const folder = "infra/tenants";
const root = new URL("../..", import.meta.url);

/** The tenant of this name, from its file. */
export function findTenant(name: string): TenantFound {
  if (!isTenantName(name)) {
    return { problem: `"${name}" is no tenant's name: lower-case letters, digits and -` };
  }
  const file = `${folder}/${name}.json`;
  if (!existsSync(new URL(file, root))) {
    const copy = `Copy ${folder}/example.json and fill it in.`;
    return { problem: `${file} does not exist. ${copy} There are: ${tenantNames().join(", ")}` };
  }
  return readTenant(file, readFileSync(new URL(file, root), "utf8"));
}

export function readTenant(file: string, text: string): TenantFound {
  const json = jsonOf(text);
  if ("problem" in json) return { problem: `${file} is not JSON: ${json.problem}` };
  const found = parseTenant(json.value, file);
  if (found.tenant === undefined || file.endsWith(`/${found.tenant.name}.json`)) return found;
  // The name is that of the stack: a copied file would change the deployment that it was copied from.
  const name = file.replace(/^.*[/]|[.]json$/g, "");
  return {
    problem: `${file} cannot be used:\n  name: This must be "${name}", as the file is called; it is "${found.tenant.name}".`,
  };
}

export const tenantNames = (): readonly string[] =>
  readdirSync(new URL(folder, root)).map((file) => file.replace(/[.]json$/, ""));

function jsonOf(text: string): { readonly value: unknown } | { readonly problem: string } {
  try {
    return { value: JSON.parse(text) };
  } catch (error) {
    return { problem: error instanceof Error ? error.message : String(error) };
  }
}
