/** The functions that answer over HTTP. */
export type HttpFunction = "api" | "changeNotice" | "consolePage";

/** Which function the gateway hands a request for this path to. */
export function functionAt(path: string): HttpFunction {
  if (path.startsWith("/v1/notices/")) return "changeNotice";
  return path === "/" || path.startsWith("/console/") ? "consolePage" : "api";
}
