export interface Match<Handled> {
  readonly route: Handled;
  /** `GET /v1/jobs/{id}` */
  readonly name: string;
  readonly params: Readonly<Record<string, string>>;
}

/** `allow`: the methods that the address knows. */
export type Matching<Handled> = Match<Handled> | { readonly allow: readonly string[] } | undefined;

/** Fixed segments win over parameters: `/v1/mappings/actions/…` is no mapping called "actions". */
export function matchRoute<Handled>(
  table: Readonly<Record<string, Handled>>,
  method: string,
  path: string,
): Matching<Handled> {
  const segments = path.split("/");
  const matches = Object.entries(table)
    .flatMap(([name, route]) => {
      const [, pattern = ""] = name.split(" ");
      const params = paramsOf(pattern.split("/"), segments);
      return params === undefined ? [] : [{ name, route, params }];
    })
    .toSorted((one, other) => Object.keys(one.params).length - Object.keys(other.params).length);
  const match = matches.find(({ name }) => name.startsWith(`${method} `));
  if (match !== undefined || matches.length === 0) return match;
  return { allow: matches.map(({ name }) => name.slice(0, name.indexOf(" "))) };
}

function paramsOf(
  pattern: readonly string[],
  segments: readonly string[],
): Readonly<Record<string, string>> | undefined {
  if (pattern.length !== segments.length) return undefined;
  const params: Record<string, string> = {};
  for (const [index, expected] of pattern.entries()) {
    const segment = segments[index] ?? "";
    if (expected.startsWith("{") && segment !== "") params[expected.slice(1, -1)] = segment;
    else if (expected !== segment) return undefined;
  }
  return params;
}
