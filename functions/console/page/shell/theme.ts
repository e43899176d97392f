import {
  type BrandVariants,
  createDarkTheme,
  createLightTheme,
  type Theme,
} from "@fluentui/react-components";

/** The teal that Business Central's own pages wear. */
const teal: BrandVariants = {
  10: "#001719",
  20: "#00272b",
  30: "#00353a",
  40: "#004249",
  50: "#005058",
  60: "#005e67",
  70: "#006a74",
  80: "#007680",
  90: "#13858f",
  100: "#2f959e",
  110: "#48a4ad",
  120: "#61b3bb",
  130: "#7ac2c9",
  140: "#95d1d7",
  150: "#b2e0e4",
  160: "#d1eff1",
};

const light = createLightTheme(teal);

const dark: Theme = {
  ...createDarkTheme(teal),
  // Links and marks of the brand on dark pages need more light than Fluent's own blue.
  colorBrandForeground1: teal[120],
  colorBrandForeground2: teal[130],
  colorBrandForegroundLink: teal[130],
  colorBrandForegroundLinkHover: teal[140],
  colorBrandForegroundLinkPressed: teal[120],
};

export const themeFor = (isDark: boolean): Theme => (isDark ? dark : light);
