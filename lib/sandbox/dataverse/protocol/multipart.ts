/** One part of a multipart body: its own headers (lower-case names) and what follows them. */
export interface Part {
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly content: string;
}

/** D36: CRLF or LF, quoted or bare boundary, blank lines before the first part. */
export function readParts(
  contentType: string | undefined,
  body: string,
): readonly Part[] | undefined {
  const boundary = boundaryIn(contentType);
  if (boundary === undefined) return undefined;
  const pieces = `\n${body.replaceAll("\r\n", "\n")}`.split(`\n--${boundary}`);
  if (pieces.length < 3 || !pieces.at(-1)?.startsWith("--")) return undefined;
  return pieces.slice(1, -1).map((piece) => readHeadAndContent(piece.replace(/^[ \t]*\n/, "")));
}

/** Headers up to the first blank line, then the rest. */
export function readHeadAndContent(text: string): Part {
  const headers: Record<string, string> = {};
  const lines = text.split("\n");
  let at = 0;
  for (; at < lines.length && lines[at]?.trim() !== ""; at += 1) {
    const [, name, value] = /^([^:]+):\s*(.*)$/.exec(lines[at] ?? "") ?? [];
    if (name !== undefined && value !== undefined)
      headers[name.trim().toLowerCase()] = value.trim();
  }
  return { headers, content: lines.slice(at + 1).join("\n") };
}

function boundaryIn(contentType: string | undefined): string | undefined {
  if (!/^multipart\/mixed/i.test(contentType ?? "")) return undefined;
  const found = /boundary=(?:"([^"]+)"|([^;\s]+))/i.exec(contentType ?? "");
  return found?.[1] ?? found?.[2];
}

export function writeParts(boundary: string, parts: readonly string[]): string {
  return `${parts.map((part) => `--${boundary}\r\n${part}\r\n`).join("")}--${boundary}--\r\n`;
}
