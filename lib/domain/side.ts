export const sides = ["businessCentral", "dataverse"] as const;

/** One of the two business apps. Never "source" or "target": changes run both ways. */
export type Side = (typeof sides)[number];

export type PerSide<T> = Readonly<Record<Side, T>>;

export const otherSide: PerSide<Side> = {
  businessCentral: "dataverse",
  dataverse: "businessCentral",
};

export const appName: PerSide<string> = {
  businessCentral: "Business Central",
  dataverse: "Dataverse",
};

export const directions = ["bidirectional", "toDataverse", "toBusinessCentral"] as const;

export type Direction = (typeof directions)[number];

const receivers: Readonly<Record<Direction, PerSide<boolean>>> = {
  bidirectional: { businessCentral: true, dataverse: true },
  toDataverse: { businessCentral: false, dataverse: true },
  toBusinessCentral: { businessCentral: true, dataverse: false },
};

/** Whether data may be written to `side` in this direction. */
export const flowsTo = (direction: Direction, side: Side): boolean => receivers[direction][side];
