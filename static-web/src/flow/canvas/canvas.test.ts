import { describe, expect, it } from "vitest";
import { fromElk, toElk } from "../layout/elkGraph";
import { layered } from "../layout/layered";
import { setStepMember, moveTo } from "../edits/steps";
import { catalog, large, sample } from "../testing";
import { handleOf, ofHandle, type StepNode } from "./model";
import { toCanvas } from "./toCanvas";

const overlaps = (a: StepNode, b: StepNode) => a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;

describe("toCanvas", () => {
  it("Document_GivesNodesEdgesAndHandles", () => {
    const canvas = toCanvas(sample(), catalog);
    expect(canvas.nodes.map((node) => [node.id, node.kind, node.parent])).toEqual([
      ["a", "step", null],
      ["b", "step", null],
      ["c", "step", null],
      ["d", "step", null],
      ["loop", "loop", null],
      ["get", "step", "loop"],
      ["put", "step", "loop"],
    ]);
    expect(canvas.nodes[2]).toMatchObject({ x: 240, y: 200, ports: ["true", "false"], height: 104 });
    expect(canvas.edges.map((edge) => edge.handle)).toEqual([
      "success",
      "success",
      "success",
      "port:true",
      "success",
      "failure",
      "success",
    ]);
  });

  it("StepsWithoutPlace_StandBesideWhatLeadsThereAndCoverNothing", () => {
    const nodes = toCanvas(sample(), catalog).nodes as StepNode[];
    const loop = nodes.find((node) => node.id === "loop");
    expect(loop?.x).toBeGreaterThan(480);
    const top = nodes.filter((node) => node.parent === null);
    for (const a of top) for (const b of top) if (a !== b) expect(overlaps(a, b), `${a.id} and ${b.id}`).toBe(false);
  });

  it("Body_LiesInsideOfItsLoop", () => {
    const nodes = toCanvas(sample(), catalog).nodes;
    const loop = nodes.find((node) => node.id === "loop");
    for (const node of nodes.filter((one) => one.parent === "loop")) {
      expect(node.x).toBeGreaterThanOrEqual(24);
      expect(node.y).toBeGreaterThanOrEqual(48);
      expect(node.x + node.width).toBeLessThanOrEqual(loop?.width ?? 0);
      expect(node.y + node.height).toBeLessThanOrEqual(loop?.height ?? 0);
    }
  });

  it("EmptyLoop_HasRoomToDropInto", () => {
    const canvas = toCanvas({ steps: { loop: { type: "foreach", body: { steps: {} } } } }, catalog);
    expect(canvas.nodes[0]).toMatchObject({ kind: "loop", width: 248, height: 120 });
  });

  it("NotesAndGroups_AreNodesUnderTheSteps", () => {
    const layout = {
      $notes: { n: { text: "hi", x: 1, y: 2, width: 50, height: 40, color: "yellow" } },
      $groups: { g: { title: "G" }, bad: 1 },
    };
    const nodes = toCanvas({ steps: { a: { type: "transform" } }, layout }, catalog).nodes;
    expect(nodes.map((node) => node.id)).toEqual(["group:g", "note:n", "a"]);
    expect(nodes[1]).toMatchObject({ kind: "note", text: "hi", width: 50 });
  });

  it("EdgesToNowhere_AreNotDrawn", () => {
    expect(toCanvas({ steps: { a: {} }, edges: [{ from: "a", to: "gone" }] }, catalog).edges).toEqual([]);
  });

  it("OneOf2000StepsChanges_OnlyItsNodeIsMadeAnew", () => {
    const before = large(2000);
    const canvas = toCanvas(before, catalog);
    const edited = toCanvas(setStepMember(before, "s7", ["name"], "Seven"), catalog, canvas);
    const known = new Set(canvas.nodes);
    expect(edited.nodes.filter((node) => !known.has(node)).map((node) => node.id)).toEqual(["s7"]);
    const knownEdges = new Set(canvas.edges);
    expect(edited.edges.filter((edge) => !knownEdges.has(edge))).toEqual([]);
  });

  it("OneStepIsMoved_OnlyItsNodeIsMadeAnew", () => {
    const before = moveTo(large(200), new Map(toCanvas(large(200), catalog).nodes.map((node) => [node.id, node])));
    const canvas = toCanvas(before, catalog);
    const moved = toCanvas(moveTo(before, new Map([["s3", { x: 9999, y: 0 }]])), catalog, canvas);
    const known = new Set(canvas.nodes);
    expect(moved.nodes.filter((node) => !known.has(node)).map((node) => node.id)).toEqual(["s3"]);
  });

  it("Handles_AreReadAsTheyAreWritten", () => {
    for (const [on, port] of [
      ["success", undefined],
      ["success", "a:b"],
      ["failure", undefined],
      ["always", undefined],
    ] as const) {
      expect(ofHandle(handleOf(on, port))).toEqual({ on, port });
    }
    expect(ofHandle(null)).toEqual({ on: "success", port: undefined });
  });
});

describe("layered", () => {
  const box = (id: string) => ({ id, width: 200, height: 60 });

  it("Diamond_StandsInThreeColumns", () => {
    const places = layered(["a", "b", "c", "d"].map(box), [
      { from: "a", to: "b" },
      { from: "a", to: "c" },
      { from: "b", to: "d" },
      { from: "c", to: "d" },
    ]);
    expect([...places.values()].map((place) => place.x)).toEqual([0, 264, 264, 528]);
    expect(places.get("a")?.y).toBe(places.get("d")?.y);
    expect(Math.abs((places.get("b")?.y ?? 0) - (places.get("c")?.y ?? 0))).toBe(88);
  });

  it("Cycle_EndsAndPlacesEveryBox", () => {
    const places = layered(["a", "b", "c"].map(box), [
      { from: "a", to: "b" },
      { from: "b", to: "c" },
      { from: "c", to: "a" },
      { from: "a", to: "a" },
    ]);
    expect(places.size).toBe(3);
  });

  it("2000Boxes_OverlapNowhereAndEdgesAreReadAFixedNumberOfTimes", () => {
    let reads = 0;
    const ids = Array.from({ length: 2000 }, (_, i) => i);
    const lines = ids.slice(20).map((i) => ({
      get from() {
        reads++;
        return `s${i - 20}`;
      },
      to: `s${i}`,
    }));
    const places = layered(
      ids.map((i) => box(`s${i}`)),
      lines,
    );
    expect(new Set([...places.values()].map((place) => `${place.x},${place.y}`)).size).toBe(2000);
    expect(reads).toBeLessThan(lines.length * 12);
  });

  it("Crossing_IsTakenOut", () => {
    const places = layered(["a", "b", "x", "y"].map(box), [
      { from: "a", to: "y" },
      { from: "b", to: "x" },
    ]);
    const y = (id: string) => places.get(id)?.y ?? 0;
    expect(y("a") < y("b")).toBe(y("y") < y("x"));
  });
});

describe("elk", () => {
  it("Canvas_BecomesAGraphWithBodiesAndPorts", () => {
    const graph = toElk(toCanvas(sample(), catalog));
    expect(graph.children?.map((node) => node.id)).toEqual(["a", "b", "c", "d", "loop"]);
    expect(graph.children?.[4]?.children?.map((node) => node.id)).toEqual(["get", "put"]);
    expect(graph.children?.[4]?.edges).toEqual([{ id: "get>put:success:", sources: ["get|success"], targets: ["put"] }]);
    expect(graph.children?.[2]?.ports?.map((port) => port.id)).toEqual([
      "c|success",
      "c|port:true",
      "c|port:false",
      "c|failure",
      "c|always",
    ]);
  });

  it("Result_GivesPlacesOfAllLevels", () => {
    const places = fromElk({
      id: "flow",
      children: [
        { id: "a", x: 1.6, y: 2 },
        { id: "l", x: 3, y: 4, children: [{ id: "b", x: 5, y: 6 }] },
      ],
    });
    expect([...places]).toEqual([
      ["a", { x: 2, y: 2 }],
      ["l", { x: 3, y: 4 }],
      ["b", { x: 5, y: 6 }],
    ]);
  });
});
