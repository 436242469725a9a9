import type { Canvas } from "./model";

export interface View {
  readonly x: number;
  readonly y: number;
  readonly zoom: number;
}

interface Size {
  readonly width: number;
  readonly height: number;
}

const margin = 0.06;
const readable = 0.7;
const firstLeft = 40;

/** What a canvas of the given size shows first: the whole flow, or where it begins if it would be smaller than `least` times its size. */
export function startView({ nodes }: Canvas, { width, height }: Size, least: number): View {
  const top = nodes.filter((node) => node.parent === null);
  if (top.length === 0 || width === 0 || height === 0) return { x: 0, y: 0, zoom: 1 };
  const [x0, y0] = [Math.min(...top.map((node) => node.x)), Math.min(...top.map((node) => node.y))];
  const [x1, y1] = [Math.max(...top.map((node) => node.x + node.width)), Math.max(...top.map((node) => node.y + node.height))];
  const zoom = Math.min(1, ((1 - 2 * margin) * width) / (x1 - x0), ((1 - 2 * margin) * height) / (y1 - y0));
  if (zoom >= least) return { x: (width - (x0 + x1) * zoom) / 2, y: (height - (y0 + y1) * zoom) / 2, zoom };
  const first = top.reduce((a, b) => (b.x < a.x ? b : a));
  return { x: firstLeft - first.x * readable, y: height / 2 - (first.y + first.height / 2) * readable, zoom: readable };
}
