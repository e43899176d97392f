/** One HTTP exchange as it goes out, with every header it needs. */
export interface WireRequest {
  readonly method: "GET" | "POST" | "PATCH" | "DELETE";
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | undefined;
}

export interface WireAnswer {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: ReadonlyMap<string, string>;
  readonly text: string;
}

/** No complete answer came. `sent`: the request may have reached the app all the same. */
export interface WireLoss {
  readonly error: "refused" | "reset" | "timeout" | "unknownHost" | "certificate" | "unreadable";
  readonly sent: boolean;
}

/** Carries one request, once. Never throws for what the network may do. */
export type Transport = (request: WireRequest) => Promise<WireAnswer | WireLoss>;
