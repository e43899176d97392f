/**
 * The preferences of a `Prefer` header, names in lower case and without the `odata.` prefix that
 * OData 4.0 has and 4.01 dropped. A preference without a value has the value "".
 */
export function parsePreferences(header: string | undefined): ReadonlyMap<string, string> {
  const preferences = new Map<string, string>();
  for (const found of (header ?? "").matchAll(/([\w.-]+)\s*(?:=\s*("[^"]*"|[^,;"]*))?/g)) {
    const [, name, value] = found;
    if (name === undefined) continue;
    const bare = name.toLowerCase().replace(/^odata\./, "");
    preferences.set(bare, (value ?? "").trim().replace(/^"(.*)"$/, "$1"));
  }
  return preferences;
}
