import { useReactFlow } from "@xyflow/react";
import { useEffect, type RefObject } from "react";
import { useBuilder } from "./store";

/** Brings a step that was just added into view, if it is not. */
export function useReveal(host: RefObject<HTMLElement | null>): void {
  const added = useBuilder((state) => state.added);
  const { getInternalNode, flowToScreenPosition, setCenter, getZoom } = useReactFlow();
  useEffect(() => {
    if (added === undefined) return;
    // The canvas draws the step after this; one frame later it is there.
    const frame = requestAnimationFrame(() => {
      const node = getInternalNode(added);
      const box = host.current?.getBoundingClientRect();
      if (!node || !box) return;
      const { x, y } = node.internals.positionAbsolute;
      const [start, end] = [flowToScreenPosition({ x, y }), flowToScreenPosition({ x: x + (node.width ?? 0), y: y + (node.height ?? 0) })];
      const isSeen = start.x >= box.left && start.y >= box.top && end.x <= box.right && end.y <= box.bottom;
      if (!isSeen) void setCenter(x + (node.width ?? 0) / 2, y + (node.height ?? 0) / 2, { zoom: getZoom(), duration: 200 });
    });
    return () => cancelAnimationFrame(frame);
  }, [added, host, getInternalNode, flowToScreenPosition, setCenter, getZoom]);
}
