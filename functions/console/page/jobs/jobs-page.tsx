import type { PageProps } from "../context/page-props.ts";
import { JobList } from "./job-list.tsx";
import { JobPage } from "./job-page.tsx";

/** Integration Synchronization Jobs: all of them, or one of them record by record. */
export function JobsPage({ route }: PageProps) {
  return route.item === undefined ? (
    <JobList params={route.params} />
  ) : (
    <JobPage key={route.item} id={route.item} params={route.params} />
  );
}
