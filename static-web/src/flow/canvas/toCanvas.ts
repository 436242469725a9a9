import { isLoop, portsOf, type Catalog } from "../catalog";
import { indexOf, type FlowDocument, type FlowIndex } from "../document";
import { asObject, asText, isObject, member, type Json, type JsonObject } from "../json";
import {
  handleOf,
  heightOf,
  loopHeader,
  loopPadding,
  stepWidth,
  type Canvas,
  type CanvasEdge,
  type CanvasNode,
  type MarkNode,
  type StepNode,
} from "./model";
import { numberIn, placesOf } from "./places";

/** Draws a document. What has not changed since the canvas before stays the same object, so that it need not be drawn again. */
export function toCanvas(document: FlowDocument, catalog: Catalog, before?: Canvas): Canvas {
  const nodes = new Map(before?.nodes.map((node) => [node.id, node]));
  const edges = new Map(before?.edges.map((edge) => [edge.id, edge]));
  const drawn = [...marks(document), ...new StepDrawing(document, catalog).nodes()];
  return {
    nodes: drawn.map((node) => kept(nodes.get(node.id), node)),
    edges: drawEdges(indexOf(document)).map((edge) => kept(edges.get(edge.id), edge)),
  };
}

/** The node's id on the canvas; steps have their own id, which never has a colon. */
export function markId(kind: "note" | "group", key: string): string {
  return `${kind}:${key}`;
}

class StepDrawing {
  private readonly index: FlowIndex;
  private readonly layout: Json | undefined;
  private readonly sizes = new Map<string, { width: number; height: number }>();
  private readonly places = new Map<string, { x: number; y: number }>();

  constructor(
    document: FlowDocument,
    private readonly catalog: Catalog,
  ) {
    this.index = indexOf(document);
    this.layout = member(document, "layout");
    // Inner scopes come last in the index; a loop's size depends on what is in it.
    for (const scope of [...this.index.scopes.values()].reverse()) this.measure(scope.loop);
  }

  nodes(): StepNode[] {
    return [...this.index.scopes.values()].flatMap((scope) => scope.steps.map((id) => this.node(id, scope.loop)));
  }

  private measure(loop: string | null): void {
    const scope = this.index.scopes.get(loop);
    if (!scope) return;
    const boxes = scope.steps.map((id) => ({ id, ...this.sizeOf(id) }));
    const places = placesOf(scope, boxes, this.layout);
    const shift = loop === null ? { x: 0, y: 0 } : inside([...places.values()]);
    let [right, bottom] = [0, 0];
    for (const box of boxes) {
      const place = places.get(box.id) ?? { x: 0, y: 0 };
      const moved = { x: place.x + shift.x, y: place.y + shift.y };
      this.places.set(box.id, moved);
      right = Math.max(right, moved.x + box.width);
      bottom = Math.max(bottom, moved.y + box.height);
    }
    if (loop !== null) this.sizes.set(loop, this.loopSize(loop, right + loopPadding, bottom + loopPadding));
  }

  private loopSize(loop: string, right: number, bottom: number): { width: number; height: number } {
    const said = member(this.layout, loop);
    return {
      width: Math.max(stepWidth + 2 * loopPadding, right, numberIn(said, "width") ?? 0),
      height: Math.max(loopHeader + 72, bottom, numberIn(said, "height") ?? 0),
    };
  }

  private sizeOf(id: string): { width: number; height: number } {
    const known = this.sizes.get(id);
    const step = this.index.steps.get(id)?.step ?? {};
    return known ?? { width: stepWidth, height: heightOf(portsOf(step, this.catalog)) };
  }

  private node(id: string, loop: string | null): StepNode {
    const step = this.index.steps.get(id)?.step ?? {};
    const loopKind = isLoop(step, this.catalog) && this.index.scopes.has(id);
    return {
      kind: loopKind ? "loop" : "step",
      id,
      parent: loop,
      ...(this.places.get(id) ?? { x: 0, y: 0 }),
      ...this.sizeOf(id),
      step,
      ports: portsOf(step, this.catalog),
      color: asText(member(member(this.layout, id), "color")),
    };
  }
}

/** How far the steps of a body must move so that none covers the loop's head or border. */
function inside(places: readonly { x: number; y: number }[]): { x: number; y: number } {
  const left = Math.min(loopPadding, ...places.map((place) => place.x));
  const top = Math.min(loopHeader, ...places.map((place) => place.y));
  return { x: loopPadding - left, y: loopHeader - top };
}

function drawEdges(index: FlowIndex): CanvasEdge[] {
  return [...index.edges.values()]
    .filter((edge) => index.steps.has(edge.from) && index.steps.has(edge.to))
    .map((edge) => ({ id: edge.key, from: edge.from, to: edge.to, on: edge.on, port: edge.port, handle: handleOf(edge.on, edge.port) }));
}

function marks(document: FlowDocument): MarkNode[] {
  const layout = member(document, "layout");
  return [...marksOf("group", member(layout, "$groups"), "title"), ...marksOf("note", member(layout, "$notes"), "text")];
}

function marksOf(kind: "note" | "group", all: Json | undefined, textName: string): MarkNode[] {
  return Object.entries(asObject(all))
    .filter((entry): entry is [string, JsonObject] => isObject(entry[1]))
    .map(([key, mark]) => ({
      kind,
      id: markId(kind, key),
      key,
      parent: null,
      x: numberIn(mark, "x") ?? 0,
      y: numberIn(mark, "y") ?? 0,
      width: numberIn(mark, "width") ?? 200,
      height: numberIn(mark, "height") ?? 120,
      text: asText(member(mark, textName)) ?? "",
      color: asText(member(mark, "color")),
    }));
}

/** The drawn thing of before if it looks the same. Ports are made anew each time, so they are compared by what they are. */
function kept<T extends CanvasNode | CanvasEdge>(before: CanvasNode | CanvasEdge | undefined, drawn: T): T {
  if (!before) return drawn;
  const same = Object.entries(drawn).every(([name, value]) => sameValue((before as unknown as Record<string, unknown>)[name], value));
  return same ? (before as T) : drawn;
}

function sameValue(a: unknown, b: unknown): boolean {
  if (Array.isArray(a) && Array.isArray(b)) return a.length === b.length && a.every((one, i) => one === b[i]);
  return a === b;
}
