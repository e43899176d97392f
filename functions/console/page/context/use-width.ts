import { useSyncExternalStore } from "react";

/** `narrow`: a telephone; `medium`: no room for a pane beside the list. */
export type Width = "narrow" | "medium" | "wide";

export const narrowQuery = "@media (max-width: 639px)";

export const useWidth = (): Width =>
  useSyncExternalStore(onResize, () =>
    window.innerWidth < 640 ? "narrow" : window.innerWidth < 1100 ? "medium" : "wide",
  );

function onResize(listener: () => void): () => void {
  window.addEventListener("resize", listener);
  return () => window.removeEventListener("resize", listener);
}
