import { RegionInfo } from "aws-cdk-lib/region-info";

const regions = new Map(RegionInfo.regions.map((region) => [region.name, region]));

/** Whether AWS has a region of this name: the commercial ones, the US government's, and China's. */
export const isRegion = (name: string): boolean => regions.has(name);
