import { cpus, totalmem } from "node:os";
import { version } from "node:process";

/** What figures were measured on: they mean nothing without it. */
export const machine = (): string =>
  `${cpus().length} × ${cpus()[0]?.model}, ${Math.round(totalmem() / 1024 / 1024)} MB, Node ${version}`;
