import type { CanvasNode } from "./model";
import type { View } from "./startView";

export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface SmallMap {
  /** Pixels of the map for one unit of the flow. */
  readonly scale: number;
  /** Where the flow's origin lies on the map. */
  readonly left: number;
  readonly top: number;
  /** The nodes on the map, those of loops after the loops that they are in. */
  readonly boxes: ReadonlyMap<string, Box>;
}

interface Pane extends View {
  readonly width: number;
  readonly height: number;
}

const margin = 4;
/** So much of the frame stays on the map however far the canvas was moved away. */
const least = 6;

/** The whole flow in a box of the given size. */
export function smallMap(nodes: readonly CanvasNode[], width: number, height: number): SmallMap {
  const places = new Map<string, Box>();
  for (const node of nodes) {
    const parent = node.parent === null ? undefined : places.get(node.parent);
    places.set(node.id, { x: node.x + (parent?.x ?? 0), y: node.y + (parent?.y ?? 0), width: node.width, height: node.height });
  }
  let [x0, y0, x1, y1] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const place of places.values()) {
    [x0, y0] = [Math.min(x0, place.x), Math.min(y0, place.y)];
    [x1, y1] = [Math.max(x1, place.x + place.width), Math.max(y1, place.y + place.height)];
  }
  if (places.size === 0) return { scale: 1, left: 0, top: 0, boxes: places };
  const scale = Math.min((width - 2 * margin) / (x1 - x0), (height - 2 * margin) / (y1 - y0));
  const left = (width - (x0 + x1) * scale) / 2;
  const top = (height - (y0 + y1) * scale) / 2;
  const boxes = new Map(
    [...places].map(([id, place]) => [
      id,
      { x: left + place.x * scale, y: top + place.y * scale, width: place.width * scale, height: place.height * scale },
    ]),
  );
  return { scale, left, top, boxes };
}

/** What the canvas shows, as a frame on a map of the given size. */
export function frameOf(map: SmallMap, view: Pane, width: number, height: number): Box {
  const factor = map.scale / view.zoom;
  const [x0, x1] = onMap(map.left - view.x * factor, view.width * factor, width);
  const [y0, y1] = onMap(map.top - view.y * factor, view.height * factor, height);
  return { x: x0, y: y0, width: x1 - x0, height: y1 - y0 };
}

function onMap(from: number, length: number, size: number): [number, number] {
  return [Math.min(Math.max(from, 0), size - least), Math.max(Math.min(from + length, size), least)];
}
