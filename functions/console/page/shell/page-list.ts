import { type ComponentType, lazy } from "react";
import type { PageProps } from "./page-props.ts";
import type { PageName } from "./route.ts";

type PageComponent = ComponentType<PageProps>;

/** Each page is a part of its own, loaded when somebody goes there. */
const part = (load: () => Promise<PageComponent>) => lazy(async () => ({ default: await load() }));

export const pageComponents: Readonly<Record<PageName, PageComponent>> = {
  home: part(async () => (await import("../home/home-page.tsx")).HomePage),
  errors: part(async () => (await import("../errors/errors-page.tsx")).ErrorsPage),
  mappings: part(async () => (await import("../mappings/mappings-page.tsx")).MappingsPage),
  couplings: part(async () => (await import("../couplings/couplings-page.tsx")).CouplingsPage),
  jobs: part(async () => (await import("../jobs/jobs-page.tsx")).JobsPage),
  log: part(async () => (await import("../log/log-page.tsx")).LogPage),
};

/** What the navigation offers; the log is reached from a record. */
export const navigation: readonly PageName[] = ["home", "errors", "mappings", "couplings", "jobs"];
