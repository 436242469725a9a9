import { useStoreApi, type ReactFlowState } from "@xyflow/react";
import { useEffect, useRef } from "react";
import classes from "./canvas.module.css";

const gap = 24;
/** Dots that would come closer to each other than this, in pixels, are left out. */
const closest = 12;

/** The dots behind the flow, on a layer that is moved and not painted again while the canvas is panned. */
export function Dots() {
  const store = useStoreApi();
  const layer = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const show = ({ transform: [x, y, zoom] }: ReactFlowState) => {
      if (!layer.current) return;
      const size = gap * zoom * 2 ** Math.max(0, Math.ceil(Math.log2(closest / (gap * zoom))));
      const style = layer.current.style;
      const spacing = `${size}px ${size}px`;
      if (style.backgroundSize !== spacing) Object.assign(style, { backgroundSize: spacing, inset: `${-size}px` });
      style.transform = `translate(${x % size}px, ${y % size}px)`;
    };
    show(store.getState());
    return store.subscribe((now, before) => {
      if (now.transform !== before.transform) show(now);
    });
  }, [store]);
  return <div ref={layer} className={classes.dots} />;
}
