import type { ComponentType } from "react";
import type { PageProps } from "../context/page-props.ts";
import type { PageName } from "../context/route.ts";

export type PageComponent = ComponentType<PageProps>;

/** Each page is a part of its own, loaded when somebody goes there. */
export const loadPage: Readonly<Record<PageName, () => Promise<PageComponent>>> = {
  home: async () => (await import("../home/home-page.tsx")).HomePage,
  errors: async () => (await import("../errors/errors-page.tsx")).ErrorsPage,
  mappings: async () => (await import("../mappings/mappings-page.tsx")).MappingsPage,
  couplings: async () => (await import("../couplings/couplings-page.tsx")).CouplingsPage,
  jobs: async () => (await import("../jobs/jobs-page.tsx")).JobsPage,
  log: async () => (await import("../log/log-page.tsx")).LogPage,
};

/** What the navigation offers; the log is reached from a record. */
export const navigation: readonly PageName[] = ["home", "errors", "mappings", "couplings", "jobs"];
