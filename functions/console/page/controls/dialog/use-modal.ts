import { type RefObject, useCallback, useLayoutEffect, useRef } from "react";

export interface ModalState {
  readonly element: RefObject<HTMLDialogElement | null>;
  readonly close: () => void;
}

/** A dialog that is open from the first. `onClosed` takes it away; the focus goes back to where it was. */
export function useModal(onClosed: () => void): ModalState {
  const element = useRef<HTMLDialogElement>(null);
  const latest = useRef(onClosed);
  latest.current = onClosed;
  const close = useCallback(() => latest.current(), []);
  useLayoutEffect(() => {
    const dialog = element.current;
    const before = document.activeElement;
    dialog?.showModal();
    return () => {
      dialog?.close();
      // What was pressed may be disabled by what it did.
      const isLost = before === null || !before.isConnected || before.matches(":disabled");
      if (isLost) document.getElementById("main")?.focus();
    };
  }, []);
  return { element, close };
}
