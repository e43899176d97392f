import { useSyncExternalStore } from "react";

export const pageNames = ["home", "errors", "mappings", "couplings", "jobs", "log"] as const;
export type PageName = (typeof pageNames)[number];

export type Params = Readonly<Record<string, string>>;

/** Where in the console somebody is: `#/errors?mapping=CUSTOMER`, `#/mappings/CUSTOMER`. */
export interface Route {
  readonly page: PageName;
  /** The one thing that the page is about, where it is about one. */
  readonly item: string | undefined;
  readonly params: Params;
}

export interface Destination {
  readonly page: PageName;
  readonly item?: string | undefined;
  readonly params?: Readonly<Record<string, string | undefined>> | undefined;
}

export function routeOf(hash: string): Route {
  const [path = "", query = ""] = hash.replace(/^#\/?/, "").split("?", 2);
  const [name, item] = path.split("/", 2);
  return {
    page: pageNames.find((each) => each === name) ?? "home",
    item: item === undefined || item === "" ? undefined : decoded(item),
    params: Object.fromEntries(new URLSearchParams(query)),
  };
}

export function hrefTo({ page, item, params = {} }: Destination): string {
  const given = Object.entries(params).flatMap(([name, value]) =>
    value === undefined || value === "" ? [] : [[name, value]],
  );
  const query = given.length === 0 ? "" : `?${new URLSearchParams(given).toString()}`;
  return `#/${page}${item === undefined ? "" : `/${encodeURIComponent(item)}`}${query}`;
}

export const useRoute = (): Route =>
  routeOf(useSyncExternalStore(onHashChange, () => location.hash));

export function goTo(destination: Destination): void {
  location.hash = hrefTo(destination);
}

/** Without a step to go back to: for filters that change with every letter. */
export function replaceRoute(destination: Destination): void {
  history.replaceState(null, "", hrefTo(destination));
  window.dispatchEvent(new HashChangeEvent("hashchange"));
}

function onHashChange(listener: () => void): () => void {
  window.addEventListener("hashchange", listener);
  return () => window.removeEventListener("hashchange", listener);
}

/** A broken escape is taken as it is. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
