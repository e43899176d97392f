import { fileURLToPath } from "node:url";
import { EventBridgeClient } from "@aws-sdk/client-eventbridge";
import { createEventBridge } from "../events/event-bridge.ts";
import { createEventFile } from "../events/event-file.ts";
import type { EventSink } from "../ports/events.ts";
import { awsTimeouts } from "./aws-timeouts.ts";

/** The bus with this name; locally a `file:` address. */
export const eventsTo = (place: string): EventSink =>
  place.startsWith("file:")
    ? createEventFile(fileURLToPath(place))
    : createEventBridge({ client: new EventBridgeClient(awsTimeouts), busName: place });
