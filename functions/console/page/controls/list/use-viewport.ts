import { type RefObject, useLayoutEffect, useState } from "react";
import type { Viewport } from "./window-of.ts";

/** What is seen of a scrolled element, by the row: less than one makes no other rows be drawn. */
export function useViewport(element: RefObject<HTMLElement | null>, rowHeight: number): Viewport {
  const [viewport, setViewport] = useState<Viewport>({ scrollTop: 0, height: 600 });
  useLayoutEffect(() => {
    const scrolled = element.current;
    if (scrolled === null) return;
    const measure = (): void => {
      const scrollTop = Math.floor(scrolled.scrollTop / rowHeight) * rowHeight;
      const height = scrolled.clientHeight;
      setViewport((before) =>
        before.scrollTop === scrollTop && before.height === height ? before : { scrollTop, height },
      );
    };
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(scrolled);
    scrolled.addEventListener("scroll", measure, { passive: true });
    return () => {
      observer.disconnect();
      scrolled.removeEventListener("scroll", measure);
    };
  }, [element, rowHeight]);
  return viewport;
}
