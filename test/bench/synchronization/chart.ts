import { type Figures, type Measured, speedOf } from "./report.ts";

const [width, row, left, right, top] = [720, 44, 200, 90, 56] as const;

/** Changes per second of CPU as bars, in the colours that the reader's system is set to. */
export function chart({ measured }: Figures): string {
  const fastest = Math.max(...measured.map(speedOf));
  const height = top + measured.length * row + 12;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-label="${label(measured)}">
<style>
  text { font: 14px system-ui, sans-serif; fill: #1f2328; }
  .title { font-weight: 600; }
  .bar { fill: #8c959f; }
  .ours { fill: #0f6cbd; }
  @media (prefers-color-scheme: dark) {
    text { fill: #e6edf3; }
    .bar { fill: #6e7681; }
    .ours { fill: #479ef5; }
  }
</style>
<text class="title" x="0" y="22">Changed records that one second of CPU synchronizes</text>
${measured.map((one, at) => bar(one, at, fastest)).join("\n")}
</svg>
`;
}

const label = (measured: readonly Measured[]): string =>
  measured.map((one) => `${one.name}: ${rounded(speedOf(one))}`).join(", ");

function bar(one: Measured, at: number, fastest: number): string {
  const speed = speedOf(one);
  const [y, length] = [top + at * row, Math.max(2, (speed / fastest) * (width - left - right))];
  const look = one.name.startsWith("Tandem") ? "ours" : "bar";
  return [
    `<text x="${left - 12}" y="${y + 18}" text-anchor="end">${one.name}</text>`,
    `<rect class="${look}" x="${left}" y="${y}" width="${length.toFixed(1)}" height="26" rx="3"/>`,
    `<text x="${(left + length + 8).toFixed(1)}" y="${y + 18}">${rounded(speed)}</text>`,
  ].join("\n");
}

/** Two digits: more of them are the machine's mood. */
const rounded = (speed: number): string => Number(speed.toPrecision(2)).toLocaleString("en");
