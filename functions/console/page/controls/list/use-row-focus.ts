import { type RefObject, useCallback, useLayoutEffect, useRef } from "react";

/**
 * The focus follows the row that the keys went to, and stays in the list when the row that has it is
 * taken away: of that a browser tells nobody, so after each drawing it is looked where it is.
 */
export function useRowFocus(list: RefObject<HTMLElement | null>, tabStop: string | undefined) {
  const wanted = useRef<string>(undefined);
  const isWithin = useRef(false);
  useLayoutEffect(() => {
    const isLost = isWithin.current && document.activeElement === document.body;
    const key = wanted.current ?? (isLost ? tabStop : undefined);
    if (key !== undefined && focused(list.current, key)) wanted.current = undefined;
  });
  const focusRow = useCallback(
    (key: string) => {
      wanted.current = focused(list.current, key) ? undefined : key;
    },
    [list],
  );
  const onFocus = useCallback(() => {
    isWithin.current = true;
  }, []);
  const onBlur = useCallback(() => {
    isWithin.current = false;
  }, []);
  return { focusRow, onFocus, onBlur };
}

/** Whether the row is in the document to have the focus. */
function focused(list: HTMLElement | null, key: string): boolean {
  const row = list?.querySelector(`[role=row][data-key="${CSS.escape(key)}"]`);
  if (!(row instanceof HTMLElement)) return false;
  row.focus({ preventScroll: true });
  return true;
}
