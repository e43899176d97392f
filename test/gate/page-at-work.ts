import * as z from "zod/mini";
import type { Bundle } from "./bundles.ts";
import { runBundle } from "./run-bundle.ts";

const Answer = z.object({ statusCode: z.number(), body: z.string() });

const asked = (path: string) => ({
  rawPath: path,
  headers: { "accept-encoding": "br" },
  requestContext: { http: { method: "GET", path } },
});

/** Whether the console's bundle has the page beside it, and the script that its document names. */
export async function pageComplaints(made: readonly Bundle[]): Promise<readonly string[]> {
  const folder = made.find(({ name }) => name === "Console")?.folder;
  if (folder === undefined) return ["Console has no bundle"];
  const get = async (path: string) =>
    Answer.parse(await runBundle(folder, { PAGE_FOLDER: "page" }, asked(path)));
  try {
    const document = await get("/");
    const [, script = "no script"] = /<script[^>]* src="([^"]+)"/.exec(document.body) ?? [];
    const file = await get(script);
    return file.statusCode === 200 ? [] : [`Console does not serve ${script}`];
  } catch (trouble) {
    return [`Console does not work: ${String(trouble)}`];
  }
}
