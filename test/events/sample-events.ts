import type { TandemEvent } from "../../lib/domain/event/event.ts";
import { JobId, MappingName } from "../../lib/domain/ids.ts";
import { instantOf } from "../../lib/domain/instant.ts";

export const circuitOpened = (number: number, message = "Stopped."): TandemEvent => ({
  type: "circuit-opened",
  id: `circuit-opened.CUSTOMER.0k3f9a2b${number}`,
  at: instantOf(Date.UTC(2026, 2, 2)),
  mapping: MappingName.parse("CUSTOMER"),
  jobId: JobId.parse(`CUSTOMER.0k3f9a2b${number}`),
  reason: "flood",
  message,
});
