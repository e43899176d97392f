import type { ReactNode } from "react";
import { createContext, useContext } from "react";

export interface Notice {
  readonly intent: "info" | "success" | "warning" | "error";
  readonly title: string;
  readonly detail?: ReactNode;
}

/** Tells the reader of something that happened, on whatever page that is. */
export type Tell = (notice: Notice) => void;

export const NoticesContext = createContext<Tell | undefined>(undefined);

export function useNotices(): Tell {
  const tell = useContext(NoticesContext);
  if (tell === undefined) throw new Error("The page has no notices");
  return tell;
}
