import type { KeyboardEvent } from "react";

interface ListKeys {
  readonly keys: readonly string[];
  readonly current: number;
  /** How many rows Page Down goes. */
  readonly page: number;
  readonly onMove: (index: number, isExtending: boolean) => void;
  readonly onToggle: (index: number) => void;
  readonly onAll: () => void;
  readonly onNone: () => void;
  readonly onOpen: (index: number) => void;
}

const moves: Readonly<Record<string, (current: number, last: number, page: number) => number>> = {
  ArrowDown: (current) => current + 1,
  ArrowUp: (current) => current - 1,
  PageDown: (current, _, page) => current + page,
  PageUp: (current, _, page) => current - page,
  Home: () => 0,
  End: (_, last) => last,
};

/** Arrows go from row to row, Space ticks, Enter opens, Ctrl+A ticks all, Escape none. */
export const listKeys =
  ({ keys, current, page, ...on }: ListKeys) =>
  (event: KeyboardEvent<HTMLElement>): void => {
    if (isTyping(event.target)) return;
    const move = moves[event.key];
    if (move !== undefined && keys.length > 0) {
      event.preventDefault();
      const last = keys.length - 1;
      const index = Math.max(0, Math.min(last, move(current, last, page)));
      on.onMove(index, event.shiftKey);
      return;
    }
    const isRow = event.target instanceof HTMLElement && event.target.role === "row";
    const act = actionOf(event, isRow);
    if (act === undefined) return;
    event.preventDefault();
    act({ ...on, current: Math.max(0, current) });
  };

type Act = (on: Omit<ListKeys, "keys" | "page" | "onMove">) => void;

function actionOf(event: KeyboardEvent, isRow: boolean): Act | undefined {
  if (event.key === "Escape") return ({ onNone }) => onNone();
  if ((event.ctrlKey || event.metaKey) && event.key === "a") return ({ onAll }) => onAll();
  if (!isRow) return undefined;
  if (event.key === " ") return ({ onToggle, current }) => onToggle(current);
  return event.key === "Enter" ? ({ onOpen, current }) => onOpen(current) : undefined;
}

const isTyping = (target: EventTarget): boolean =>
  target instanceof HTMLInputElement && target.type !== "checkbox";
