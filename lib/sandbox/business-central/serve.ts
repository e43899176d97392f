import { type SandboxServer, serveSandbox } from "../web/server.ts";
import type { BusinessCentralSandbox } from "./sandbox.ts";

/** On a port of this machine, with its webhooks going out as they come due. */
export async function serveBusinessCentral(
  sandbox: BusinessCentralSandbox,
  port: number,
): Promise<SandboxServer> {
  const server = await serveSandbox({ port, clock: sandbox.clock, exchange: sandbox.exchange });
  const timer = setInterval(() => void sandbox.deliverNotifications(), 1000);
  timer.unref();
  return {
    url: server.url,
    close: () => {
      clearInterval(timer);
      return server.close();
    },
  };
}
