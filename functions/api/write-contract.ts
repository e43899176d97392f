import { writeFileSync } from "node:fs";
import { openApiOf } from "../../lib/runtime/http/contract/open-api.ts";
import { routes } from "../../lib/runtime/http/routes.ts";

const [file] = process.argv.slice(2);
if (file === undefined) throw new Error("Name the file that the contract is to be written to");
writeFileSync(file, JSON.stringify(openApiOf(routes)));
