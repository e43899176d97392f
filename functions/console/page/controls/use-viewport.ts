import { type RefObject, useLayoutEffect, useState } from "react";
import type { Viewport } from "./window-of.ts";

/** What is seen of a scrolled element, below its header. */
export function useViewport(element: RefObject<HTMLElement | null>): Viewport {
  const [viewport, setViewport] = useState<Viewport>({ scrollTop: 0, height: 600 });
  useLayoutEffect(() => {
    const scrolled = element.current;
    if (scrolled === null) return;
    const measure = (): void =>
      setViewport(({ scrollTop, height }) =>
        scrollTop === scrolled.scrollTop && height === scrolled.clientHeight
          ? { scrollTop, height }
          : { scrollTop: scrolled.scrollTop, height: scrolled.clientHeight },
      );
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(scrolled);
    scrolled.addEventListener("scroll", measure, { passive: true });
    return () => {
      observer.disconnect();
      scrolled.removeEventListener("scroll", measure);
    };
  }, [element]);
  return viewport;
}
