import type { CanvasNode } from "./model";
import { around, fitted, type Box, type Size, type View } from "./view";

export interface SmallMap {
  /** How the flow is shown on the map. */
  readonly view: View;
  /** The nodes on the map, those of loops after the loops that they are in. */
  readonly boxes: ReadonlyMap<string, Box>;
}

const margin = { width: 4, height: 4 };
/** So much of the frame stays on the map however far the canvas was moved away. */
const least = 6;

/** The whole flow in a box of the given size. */
export function smallMap(nodes: readonly CanvasNode[], size: Size): SmallMap {
  const places = new Map<string, Box>();
  for (const node of nodes) {
    const parent = node.parent === null ? undefined : places.get(node.parent);
    places.set(node.id, { x: node.x + (parent?.x ?? 0), y: node.y + (parent?.y ?? 0), width: node.width, height: node.height });
  }
  if (places.size === 0) return { view: { x: 0, y: 0, zoom: 1 }, boxes: places };
  const view = fitted(around([...places.values()]), size, margin);
  const scaled = ({ x, y, width, height }: Box): Box => ({
    x: view.x + x * view.zoom,
    y: view.y + y * view.zoom,
    width: width * view.zoom,
    height: height * view.zoom,
  });
  return { view, boxes: new Map([...places].map(([id, place]) => [id, scaled(place)])) };
}

/** What a canvas shows, as a frame on a map of the given size. */
export function frameOf(map: SmallMap, shown: View & Size, size: Size): Box {
  const factor = map.view.zoom / shown.zoom;
  const [x0, x1] = onMap(map.view.x - shown.x * factor, shown.width * factor, size.width);
  const [y0, y1] = onMap(map.view.y - shown.y * factor, shown.height * factor, size.height);
  return { x: x0, y: y0, width: x1 - x0, height: y1 - y0 };
}

function onMap(from: number, length: number, size: number): [number, number] {
  return [Math.min(Math.max(from, 0), size - least), Math.max(Math.min(from + length, size), least)];
}
