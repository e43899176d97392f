import { execFile } from "node:child_process";
import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { lambdaNode } from "../deployed/lambda-node.ts";

/**
 * Calls the bundle's handler in a process of its own on Lambda's Node, far from our `node_modules`, as in Lambda:
 * what is not in the bundle is not there. Answers what the handler does.
 */
export async function runBundle(
  folder: string,
  environment: Readonly<Record<string, string>>,
  event: unknown,
): Promise<unknown> {
  const place = mkdtempSync(join(tmpdir(), "tandem-bundle-"));
  try {
    cpSync(folder, place, { recursive: true });
    const script = `import("./index.mjs")
      .then(({ handler }) => ${event === undefined ? "typeof handler" : `handler(${JSON.stringify(event)})`})
      .then((answer) => console.log(JSON.stringify(answer)))`;
    const { stdout } = await promisify(execFile)(
      lambdaNode(),
      ["--input-type=module", "-e", script],
      { cwd: place, env: { PATH: process.env["PATH"], ...environment } },
    );
    return JSON.parse(stdout);
  } finally {
    rmSync(place, { recursive: true });
  }
}
