import { describe, expect, it } from "vitest";
import { catalog, sample } from "../testing";
import { startView } from "./startView";
import { toCanvas } from "./toCanvas";

const canvas = toCanvas(sample(), catalog);
const pane = { width: 1000, height: 600 };

/** A node's box as the view shows it. */
function shown(id: string, view: ReturnType<typeof startView>) {
  const { x, y, width, height } = canvas.nodes.find((node) => node.id === id) ?? { x: 0, y: 0, width: 0, height: 0 };
  return { left: view.x + x * view.zoom, top: view.y + y * view.zoom, width: width * view.zoom, height: height * view.zoom };
}

describe("startView", () => {
  it("shows the whole flow in the middle, never larger than it is", () => {
    const view = startView(canvas, pane, 0);
    const boxes = canvas.nodes.filter((node) => node.parent === null).map((node) => shown(node.id, view));
    const left = Math.min(...boxes.map((box) => box.left));
    const right = Math.max(...boxes.map((box) => box.left + box.width));
    expect(left).toBeGreaterThan(0);
    expect(left + right).toBeCloseTo(pane.width);
    expect(startView(canvas, { width: 90_000, height: 90_000 }, 0).zoom).toBe(1);
  });

  it("shows where a flow begins that would be too small as a whole", () => {
    const view = startView(canvas, pane, 0.99);
    const first = canvas.nodes.reduce((a, b) => (b.x < a.x ? b : a));
    const box = shown(first.id, view);
    expect(view.zoom).toBe(0.7);
    expect(box.left).toBeCloseTo(40);
    expect(box.top + box.height / 2).toBeCloseTo(pane.height / 2);
  });

  it("shows an empty flow, and in an empty window, something all the same", () => {
    expect(startView({ nodes: [], edges: [] }, pane, 0.4)).toEqual({ x: 0, y: 0, zoom: 1 });
    expect(startView(canvas, { width: 0, height: 0 }, 0.4)).toEqual({ x: 0, y: 0, zoom: 1 });
  });
});
