import type { Transport, WireRequest } from "../../lib/connector/http/transport.ts";

/** Requests that went to the two apps, tokens aside. */
export interface Calls {
  all(): readonly WireRequest[];
  count(): number;
  reset(): void;
}

export function countingTransport(transport: Transport): { transport: Transport; calls: Calls } {
  let requests: readonly WireRequest[] = [];
  return {
    transport: (request) => {
      if (!request.url.endsWith("/token")) requests = [...requests, request];
      return transport(request);
    },
    calls: {
      all: () => requests,
      count: () => requests.length,
      reset: () => {
        requests = [];
      },
    },
  };
}
