import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { commandOf } from "./command.ts";

const { cdk, problem } = commandOf(process.argv.slice(2));
if (cdk === undefined) {
  console.error(problem);
  process.exitCode = 1;
} else {
  const root = fileURLToPath(new URL("..", import.meta.url));
  const program = fileURLToPath(new URL("../node_modules/aws-cdk/bin/cdk", import.meta.url));
  const { status } = spawnSync(process.execPath, [program, ...cdk], {
    cwd: root,
    stdio: "inherit",
  });
  process.exitCode = status ?? 1;
}
