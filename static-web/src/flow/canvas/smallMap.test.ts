import { describe, expect, it } from "vitest";
import type { CanvasNode } from "./model";
import { frameOf, smallMap } from "./smallMap";

const size = { width: 150, height: 100 };

function box(id: string, place: { x: number; y: number; width: number; height: number }, parent: string | null = null): CanvasNode {
  return { kind: "step", id, parent, ...place, step: {}, ports: [], color: undefined };
}

describe("smallMap", () => {
  it("shows all nodes, in the middle, with their proportions", () => {
    const map = smallMap([box("a", { x: -500, y: 0, width: 100, height: 50 }), box("b", { x: 400, y: 50, width: 100, height: 50 })], size);
    const [a, b] = [map.boxes.get("a"), map.boxes.get("b")];
    expect(a?.x).toBeCloseTo(4);
    expect((b?.x ?? 0) + (b?.width ?? 0)).toBeCloseTo(146);
    expect(a?.width).toBeCloseTo(2 * (a?.height ?? 0));
    expect(((a?.y ?? 0) + (b?.y ?? 0) + (b?.height ?? 0)) / 2).toBeCloseTo(50);
  });

  it("places what is in a loop from the loop's corner", () => {
    const loop = box("loop", { x: 100, y: 100, width: 400, height: 400 });
    const map = smallMap([loop, box("inner", { x: 200, y: 200, width: 200, height: 200 }, "loop")], size);
    expect((map.boxes.get("inner")?.x ?? 0) - (map.boxes.get("loop")?.x ?? 0)).toBeCloseTo(200 * map.view.zoom);
  });

  it("is empty without nodes", () => {
    expect(smallMap([], size).boxes.size).toBe(0);
  });
});

describe("frameOf", () => {
  const map = smallMap([box("a", { x: 0, y: 0, width: 1420, height: 920 })], size);
  const pane = { width: 710, height: 460 };

  it("frames what the canvas shows", () => {
    expect(frameOf(map, { x: -50, y: -50, zoom: 1, ...pane }, size)).toEqual({ x: 9, y: 9, width: 71, height: 46 });
    expect(frameOf(map, { x: -50, y: -50, zoom: 2, ...pane }, size)).toEqual({ x: 6.5, y: 6.5, width: 35.5, height: 23 });
  });

  it("keeps a part of itself on the map when the canvas was moved far away", () => {
    expect(frameOf(map, { x: -90_000, y: 90_000, zoom: 1, ...pane }, size)).toEqual({ x: 144, y: 0, width: 6, height: 6 });
  });
});
