import { Panel, useReactFlow } from "@xyflow/react";
import { useCallback, useEffect, useMemo, useRef, type PointerEvent } from "react";
import type { Canvas } from "../flow/canvas/model";
import { frameOf, smallMap } from "../flow/canvas/smallMap";
import type { Size, View } from "../flow/canvas/view";
import type { Decorations } from "./rfNodes";
import { useShown } from "./useShown";
import classes from "./canvas.module.css";

const size = { width: 150, height: 100 };

interface SmallMapProps {
  readonly canvas: Canvas;
  readonly decorations: Decorations;
  readonly isDark: boolean;
}

/** The whole flow in a corner, with a frame around what the canvas shows. It is painted, not made of elements: large flows are moved smoothly. */
export function SmallMap({ canvas, decorations, isDark }: SmallMapProps) {
  const { setCenter, getZoom, zoomTo } = useReactFlow();
  const picture = useRef<HTMLCanvasElement>(null);
  const frame = useRef<HTMLDivElement>(null);
  const map = useMemo(() => smallMap(canvas.nodes, size), [canvas]);

  useEffect(() => {
    const context = picture.current?.getContext("2d");
    if (!context) return;
    const style = getComputedStyle(context.canvas);
    const sharpness = window.devicePixelRatio;
    context.canvas.width = size.width * sharpness;
    context.canvas.height = size.height * sharpness;
    context.scale(sharpness, sharpness);
    for (const node of canvas.nodes) {
      const box = map.boxes.get(node.id);
      if (!box) continue;
      const phase = decorations.get(node.id)?.state?.phase;
      const color = style.getPropertyValue(phase && phase !== "idle" ? `--phase-${phase}` : "--line-strong");
      [context.fillStyle, context.strokeStyle] = [color, color];
      if (node.kind === "step") context.fillRect(box.x, box.y, Math.max(box.width, 1), Math.max(box.height, 1));
      else context.strokeRect(box.x, box.y, box.width, box.height);
    }
  }, [canvas, decorations, isDark, map]);

  const showFrame = useCallback(
    (shown: View & Size) => {
      const { x, y, width, height } = frameOf(map, shown, size);
      if (frame.current)
        Object.assign(frame.current.style, { transform: `translate(${x}px, ${y}px)`, width: `${width}px`, height: `${height}px` });
    },
    [map],
  );
  useShown(showFrame);

  const goTo = (event: PointerEvent<HTMLCanvasElement>) => {
    const box = event.currentTarget.getBoundingClientRect();
    const [x, y] = [event.clientX - box.left, event.clientY - box.top];
    void setCenter((x - map.view.x) / map.view.zoom, (y - map.view.y) / map.view.zoom, { zoom: getZoom() });
  };
  return (
    <Panel position="bottom-right" className={`${classes.map ?? ""} mantine-visible-from-sm`}>
      <canvas
        ref={picture}
        title="The whole flow: press where you want to go"
        style={size}
        onPointerDown={(event) => {
          event.currentTarget.setPointerCapture(event.pointerId);
          goTo(event);
        }}
        onPointerMove={(event) => {
          if (event.currentTarget.hasPointerCapture(event.pointerId)) goTo(event);
        }}
        onWheel={(event) => void zoomTo(getZoom() * 2 ** (-event.deltaY / 500))}
      >
        Small map
      </canvas>
      <div ref={frame} className={classes.mapFrame} />
    </Panel>
  );
}
