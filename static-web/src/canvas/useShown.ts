import { useStoreApi, type ReactFlowState } from "@xyflow/react";
import { useEffect } from "react";
import type { Size, View } from "../flow/canvas/view";

/** Tells what part of the flow the canvas shows, at once and whenever that changes, without rendering anything; another function is told anew. */
export function useShown(tell: (shown: View & Size) => void): void {
  const store = useStoreApi();
  useEffect(() => {
    const show = ({ transform: [x, y, zoom], width, height }: ReactFlowState) => tell({ x, y, zoom, width, height });
    show(store.getState());
    return store.subscribe((now, before) => {
      if (now.transform !== before.transform || now.width !== before.width || now.height !== before.height) show(now);
    });
  }, [store, tell]);
}
