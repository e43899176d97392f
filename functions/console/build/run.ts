import { writePage } from "./write-page.ts";

const [folder] = process.argv.slice(2);
if (folder === undefined) throw new Error("Name the folder that the page is to be built into");
await writePage(folder, "most");
