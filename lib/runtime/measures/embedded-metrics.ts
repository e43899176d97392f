import { epochOf, type Instant } from "../../domain/instant.ts";

/** Units as CloudWatch calls them. */
export type Unit = "Count" | "Seconds" | "None";

export interface Measured {
  readonly name: string;
  readonly unit: Unit;
  readonly value: number;
}

export interface Numbers {
  readonly namespace: string;
  /** What they are told apart by. Each combination of values is a metric that is paid for. */
  readonly dimensions: Readonly<Record<string, string>>;
  readonly measured: readonly Measured[];
}

/** What a line says besides; of no effect on the metrics. */
export type Told = Readonly<Record<string, unknown>>;

/**
 * A line of the log that CloudWatch makes metrics of (embedded metric format): no request, no SDK.
 * A metric is paid for in each hour that has a value, so what is zero is not told.
 */
export function logLine(at: Instant, message: string, told: Told, numbers?: Numbers): string {
  const line = { level: "INFO", message, timestamp: at, ...told };
  const measured = numbers?.measured.filter(({ value }) => value !== 0) ?? [];
  if (numbers === undefined || measured.length === 0) return JSON.stringify(line);
  const { namespace, dimensions } = numbers;
  return JSON.stringify({
    ...line,
    ...dimensions,
    ...Object.fromEntries(measured.map(({ name, value }) => [name, value])),
    _aws: {
      Timestamp: epochOf(at),
      CloudWatchMetrics: [
        {
          Namespace: namespace,
          Dimensions: [Object.keys(dimensions)],
          Metrics: measured.map(({ name, unit }) => ({ Name: name, Unit: unit })),
        },
      ],
    },
  });
}
