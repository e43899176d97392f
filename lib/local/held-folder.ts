import { createHash } from "node:crypto";
import { statSync } from "node:fs";
import { mkdir, realpath, rm } from "node:fs/promises";
import { connect, createServer, type Server } from "node:net";
import { tmpdir } from "node:os";
import { resolve as absolute, dirname, join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";

/** One that was killed a moment ago may need as long to be gone. */
const patienceMs = 5_000;
const lookEveryMs = 50;

/**
 * Makes the folder, and holds it for this process: two systems that write the same files would spoil
 * them. Who holds it listens on a socket, which ends with the process however that dies.
 */
export async function holdFolder(folder: string): Promise<() => Promise<void>> {
  await makeFolder(absolute(folder));
  const socket = await socketOf(folder);
  for (const patientUntil = Date.now() + patienceMs; ; await wait(lookEveryMs)) {
    const server = await listening(socket);
    if (server !== undefined) return () => closed(server);
    if (!(await isAnswered(socket))) await rm(socket, { force: true });
    else if (Date.now() >= patientUntil)
      throw new Error("Tandem is running on this folder already");
  }
}

/** One level at a time: `recursive` never returns where a file system, such as /proc, makes no folders. */
async function makeFolder(folder: string): Promise<void> {
  const parent = dirname(folder);
  if (isFolder(folder)) return;
  if (parent !== folder) await makeFolder(parent);
  await mkdir(folder).catch((trouble: unknown) => {
    // Another one made it at the same moment.
    if (!isFolder(folder)) throw trouble;
  });
}

const isFolder = (path: string): boolean =>
  statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;

/** Not in the folder itself: a socket's path may have about a hundred characters. */
async function socketOf(folder: string): Promise<string> {
  const name = createHash("sha256")
    .update(await realpath(folder))
    .digest("hex")
    .slice(0, 24);
  return join(tmpdir(), `tandem-${name}.sock`);
}

const listening = (path: string): Promise<Server | undefined> =>
  new Promise((resolve, reject) => {
    const server = createServer((visitor) => visitor.destroy());
    server.once("error", (trouble) => {
      if ("code" in trouble && trouble.code === "EADDRINUSE") resolve(undefined);
      else reject(trouble);
    });
    server.listen(path, () => resolve(server.unref()));
  });

const isAnswered = (path: string): Promise<boolean> =>
  new Promise((resolve) => {
    const visitor = connect(path, () => {
      visitor.destroy();
      resolve(true);
    });
    visitor.once("error", () => resolve(false));
  });

const closed = (server: Server): Promise<void> =>
  new Promise((resolve) => server.close(() => resolve()));
