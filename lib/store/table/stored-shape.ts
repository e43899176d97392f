import * as z from "zod/mini";
import type { Row } from "./table.ts";

/** Turns an item of one version into one of the next. */
export type Upgrade = (row: Row) => Row;

/** What items of one kind look like, and which version of that this is. */
export interface StoredShape<T> {
  /** Stands in each item as `v`. */
  readonly version: number;
  readonly schema: z.core.$ZodType<T>;
  /** Reads items of this version and of all before it. */
  parse(row: Row): T;
}

/**
 * A table outlives releases: when a shape changes, items of the old one stay until they are written
 * again. So the way from each version to the next is kept, and their number is the version.
 */
export function storedShape<Shape extends z.core.$ZodShape>(
  shape: Shape,
  upgrades: readonly Upgrade[] = [],
): StoredShape<z.infer<z.ZodMiniObject<Shape>>> {
  const version = upgrades.length + 1;
  const schema = z.object(shape);
  return {
    version,
    schema,
    parse: (row) => schema.parse(row["v"] === version ? row : upgraded(row, upgrades)),
  };
}

const Version = z.int().check(z.minimum(1));

function upgraded(row: Row, upgrades: readonly Upgrade[]): Row {
  const version = Version.parse(row["v"]);
  if (version > upgrades.length + 1) {
    throw new Error(
      `A stored item has version ${version}, and this release knows versions up to ${upgrades.length + 1}: it was written by a newer one, which has to be deployed again.`,
    );
  }
  return upgrades.slice(version - 1).reduce((item, upgrade) => upgrade(item), row);
}
