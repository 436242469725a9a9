import type { Canvas } from "./model";
import { around, fitted, type Size, type View } from "./view";

const margin = 0.06;
const readable = 0.7;
const firstLeft = 40;

/** What a canvas of the given size shows first: the whole flow, or where it begins if it would be smaller than `least` times its size. */
export function startView({ nodes }: Canvas, size: Size, least: number): View {
  const top = nodes.filter((node) => node.parent === null);
  if (top.length === 0 || size.width === 0 || size.height === 0) return { x: 0, y: 0, zoom: 1 };
  const whole = fitted(around(top), size, { width: margin * size.width, height: margin * size.height }, 1);
  if (whole.zoom >= least) return whole;
  const first = top.reduce((a, b) => (b.x < a.x ? b : a));
  return { x: firstLeft - first.x * readable, y: size.height / 2 - (first.y + first.height / 2) * readable, zoom: readable };
}
