import type { ReactNode } from "react";
import { createContext, useContext } from "react";

export interface Notice {
  readonly intent: "info" | "success" | "warning" | "error";
  readonly title: string;
  readonly detail?: ReactNode;
}

/** Tells the reader of something that happened, on whatever page that is. */
export type Notify = (notice: Notice) => void;

export const NoticesContext = createContext<Notify | undefined>(undefined);

export function useNotices(): Notify {
  const notify = useContext(NoticesContext);
  if (notify === undefined) throw new Error("The page has no notices");
  return notify;
}
