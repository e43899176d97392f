export interface SandboxRequest {
  readonly method: string;
  readonly url: URL;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: string;
}

export interface SandboxAnswer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>> | undefined;
  readonly body?: string | undefined;
  /** Set by a fault: the caller never sees this answer, its connection is broken. */
  readonly lost?: boolean | undefined;
}

/** One pretend app without sockets, so that a simulator can call it directly. */
export type Exchange = (request: SandboxRequest) => Promise<SandboxAnswer>;

export const jsonAnswer = (
  status: number,
  value: unknown,
  headers?: Readonly<Record<string, string>>,
): SandboxAnswer => ({
  status,
  headers: { "content-type": "application/json", ...headers },
  body: JSON.stringify(value),
});
