/** Where a request goes below an API root. */
export interface Address {
  /** `http://host/…/api/v2.0/`, with its slash. */
  readonly root: string;
  /** `v2.0` or `publisher/group/version`. */
  readonly route: string;
  readonly company: string | undefined;
  readonly segments: readonly Segment[];
}

export interface Segment {
  readonly name: string;
  /** Between the brackets; missing for a collection. */
  readonly key: string | undefined;
}

const apiPath = /^(.*\/api\/(v2\.0|[^/]+\/[^/]+\/v[\d.]+))(?:\/(.*))?$/u;

/** Any path before `/api/` is taken: tenant and environment mean nothing to the sandbox. */
export function readAddress(url: URL): Address | undefined {
  const [, root, route, rest] = apiPath.exec(decodeURIComponent(url.pathname)) ?? [];
  if (root === undefined || route === undefined) return undefined;
  const segments = (rest ?? "")
    .split("/")
    .filter((text) => text !== "")
    .map(readSegment);
  const [first, ...others] = segments;
  const below = first?.name === "companies" && first.key !== undefined;
  return {
    root: `${url.origin}${root}/`,
    route,
    company: below ? first.key : (url.searchParams.get("company") ?? undefined),
    segments: below ? others : segments,
  };
}

function readSegment(text: string): Segment {
  const [, name, key] = /^([^()]+)(?:\((.*)\))?$/u.exec(text) ?? [];
  return { name: name ?? text, key: key?.replace(/^'(.*)'$/u, "$1").toLowerCase() };
}
