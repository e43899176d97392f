/**
 * The address when a person may be sent there: https, or plain http on this machine. What a record or a
 * setting holds otherwise (`javascript:`, `data:`) is no link.
 */
export function safeUrl(text: string | null | undefined): string | undefined {
  if (text === null || text === undefined || !URL.canParse(text)) return undefined;
  const { protocol, hostname, href } = new URL(text);
  if (protocol === "https:") return href;
  return protocol === "http:" && isLoopback(hostname) ? href : undefined;
}

const isLoopback = (hostname: string): boolean =>
  hostname === "localhost" || hostname === "127.0.0.1" || hostname === "[::1]";
