import { useCallback, useRef } from "react";
import type { View } from "../flow/canvas/view";
import { useShown } from "./useShown";
import classes from "./canvas.module.css";

const gap = 24;
/** Dots that would come closer to each other than this, in pixels, are left out. */
const closest = 12;

/** The dots behind the flow, on a layer that is moved and not painted again while the canvas is panned. */
export function Dots() {
  const layer = useRef<HTMLDivElement>(null);
  const showDots = useCallback(({ x, y, zoom }: View) => {
    if (!layer.current) return;
    const size = gap * zoom * 2 ** Math.max(0, Math.ceil(Math.log2(closest / (gap * zoom))));
    const style = layer.current.style;
    const spacing = `${size}px ${size}px`;
    if (style.backgroundSize !== spacing) Object.assign(style, { backgroundSize: spacing, inset: `${-size}px` });
    style.transform = `translate(${x % size}px, ${y % size}px)`;
  }, []);
  useShown(showDots);
  return <div ref={layer} className={classes.dots} />;
}
