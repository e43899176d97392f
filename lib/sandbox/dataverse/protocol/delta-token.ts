/** `919042!08/22/2017 08:10:44`: the version a client has read up to, and when it was told. */
export interface DeltaToken {
  readonly version: number;
  readonly at: number;
}

export function writeDeltaToken({ version, at }: DeltaToken): string {
  const [date = "", time = ""] = new Date(at).toISOString().slice(0, 19).split("T");
  const [year, month, day] = date.split("-");
  return `${version}!${month}/${day}/${year} ${time}`;
}

/** As it stands in a link: with the lower-case escapes of the service. */
export const escapeDeltaToken = (token: string) =>
  token.replace(/[^0-9]/g, (mark) => `%${mark.charCodeAt(0).toString(16)}`);

export function readDeltaToken(text: string): DeltaToken | undefined {
  const found = /^(\d+)!(\d\d)\/(\d\d)\/(\d{4}) (\d\d:\d\d:\d\d)$/.exec(text);
  if (found === null) return undefined;
  const [, version, month, day, year, time] = found;
  const at = Date.parse(`${year}-${month}-${day}T${time}Z`);
  return Number.isNaN(at) ? undefined : { version: Number(version), at };
}
