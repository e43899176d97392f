import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { credentialProblem } from "./command/aws-credentials.ts";
import { type Command, commandOf } from "./command/command.ts";

/** New applications get other defaults; here each construct says what it wants. */
const flagHint = /feature flags are not configured/;

process.exitCode = await carriedOut(commandOf(process.argv.slice(2)));

async function carriedOut(asked: Command): Promise<number> {
  if (asked.cdk === undefined) return refused(asked.problem);
  for (const note of asked.notes) console.error(note);
  const missing = asked.needsAccount && (await credentialProblem(asked.tenant, asked.profile));
  if (missing) return refused(missing);

  const code = await cdk(asked.cdk, asked.done !== undefined);
  if (code === 0 && asked.done !== undefined) console.log(asked.done);
  return code;
}

function refused(problem: string): number {
  console.error(problem);
  return 1;
}

async function cdk(args: readonly string[], isWatched: boolean): Promise<number> {
  const program = fileURLToPath(new URL("../node_modules/aws-cdk/bin/cdk", import.meta.url));
  const running = spawn(process.execPath, [program, ...args], {
    cwd: fileURLToPath(new URL("..", import.meta.url)),
    stdio: ["inherit", "inherit", isWatched ? "pipe" : "inherit"],
  });
  if (running.stderr !== null) {
    createInterface({ input: running.stderr }).on("line", (line) => {
      if (!flagHint.test(line)) console.error(line);
    });
  }
  const ended: readonly unknown[] = await once(running, "close");
  const code = ended[0];
  return typeof code === "number" ? code : 1;
}
