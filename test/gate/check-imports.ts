import { complaints, judgeImports } from "./imports.ts";

const report = await judgeImports(process.cwd());
const found = complaints(report, 20);
for (const line of found) console.error(line);
console.log(`${report.modules} modules, ${found.length} complaints`);
process.exitCode = found.length === 0 ? 0 : 1;
