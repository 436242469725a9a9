import type { CanvasNode } from "../canvas/model";
import { placeIn } from "../canvas/places";
import type { Catalog } from "../catalog";
import { indexOf, type FlowDocument, type Scope } from "../document";
import { renameIds, renameInDocument } from "../expressions/templates";
import { asArray, asObject, asText, isObject, member, type Json, type JsonObject, type Path } from "../json";
import { removeAt, setAt, without } from "../tree";
import { freeId, idForType, idProblem } from "./ids";
import { edited, refused, type EditResult } from "./result";

export interface NewStep {
  readonly type: string;
  readonly with?: JsonObject;
  /** The loop whose body gets it; null for the top. */
  readonly loop: string | null;
  readonly position?: { readonly x: number; readonly y: number };
}

/** Adds a step at the end of its scope under a free id. */
export function addStep(document: FlowDocument, added: NewStep, catalog: Catalog): { document: FlowDocument; id: string } {
  const index = indexOf(document);
  const id = freeId(idForType(added.type), index.steps);
  const isLoop = catalog.get(added.type)?.loop ?? false;
  const step: JsonObject = {
    type: added.type,
    ...(added.with ? { with: added.with } : {}),
    ...(isLoop ? { body: { steps: {}, edges: [] } } : {}),
  };
  const scope = index.scopes.get(added.loop)?.path ?? [];
  const placed = setAt(document, [...scope, "steps", id], step) as FlowDocument;
  return { document: added.position ? placeAt(placed, id, added.position) : placed, id };
}

/** Removes steps with what is in their bodies, their edges and their places. */
export function removeSteps(document: FlowDocument, ids: readonly string[]): FlowDocument {
  const index = indexOf(document);
  const gone = withBodies(index.scopes, ids);
  let next = document;
  for (const scope of index.scopes.values()) {
    const leaving = scope.steps.filter((id) => gone.has(id));
    if (leaving.length === 0 || (scope.loop !== null && gone.has(scope.loop))) continue;
    next = removeFromScope(next, scope.path, new Set(leaving));
  }
  const layout = member(next, "layout");
  return isObject(layout) ? (setAt(next, ["layout"], without(layout, gone)) as FlowDocument) : next;
}

/** Gives a step another id, and lets edges, places and every expression follow. */
export function renameStep(document: FlowDocument, from: string, to: string, catalog: Catalog): EditResult {
  if (from === to) return edited(document);
  const problem = idProblem(to);
  if (problem !== undefined) return refused(problem);
  const index = indexOf(document);
  const place = index.steps.get(from);
  if (!place) return refused(`There is no step '${from}'.`);
  if (index.steps.has(to)) return refused(`There is a step '${to}' already.`);
  const names = new Map([[from, to]]);
  const followed = renameInDocument(document, names, catalog);
  const scopePath = place.path.slice(0, -2);
  const graph = renameIds(withoutLayout(followed, scopePath), names);
  const renamed = setGraph(followed, scopePath, graph);
  const layout = member(renamed, "layout");
  const moved = isObject(layout) ? { ...renamed, layout: asObject(renameIds({ layout }, names).layout) } : renamed;
  return edited(moved);
}

/** Sets a member of a step, such as `["with", "url"]`; undefined takes it away. An emptied `with` or `retry` goes, too. */
export function setStepMember(document: FlowDocument, id: string, path: Path, value: Json | undefined): FlowDocument {
  const place = indexOf(document).steps.get(id);
  if (!place) return document;
  if (value !== undefined) return setAt(document, [...place.path, ...path], value) as FlowDocument;
  return removeAt(document, [...place.path, ...path]) as FlowDocument;
}

/** Moves steps, notes or groups on the canvas. */
export function moveTo(document: FlowDocument, places: ReadonlyMap<string, { x: number; y: number }>): FlowDocument {
  if (places.size === 0) return document;
  const layout = asObject(member(document, "layout"));
  const moved = new Map<string, Json>(Object.entries(layout));
  for (const [id, { x, y }] of places) {
    const before = asObject(moved.get(id));
    moved.set(id, { ...before, x: Math.round(x), y: Math.round(y) });
  }
  return { ...document, layout: Object.fromEntries(moved) };
}

/** Once a step has a place, the others stay where they are drawn: left to the layout they would be arranged anew around it. */
export function settle(document: FlowDocument, drawn: readonly CanvasNode[]): FlowDocument {
  const layout = member(document, "layout");
  const ids = [...indexOf(document).steps.keys()];
  if (!ids.some((id) => placeIn(layout, id))) return document;
  const places = new Map(drawn.map((node) => [node.id, node]));
  const loose = ids.filter((id) => !placeIn(layout, id)).flatMap((id) => places.get(id) ?? []);
  return moveTo(document, new Map(loose.map((node) => [node.id, node])));
}

function placeAt(document: FlowDocument, id: string, position: { x: number; y: number }): FlowDocument {
  return moveTo(document, new Map([[id, position]]));
}

function withBodies(scopes: ReadonlyMap<string | null, Scope>, ids: readonly string[]): Set<string> {
  const gone = new Set<string>();
  const waiting = [...ids];
  for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
    if (gone.has(id)) continue;
    gone.add(id);
    waiting.push(...(scopes.get(id)?.steps ?? []));
  }
  return gone;
}

function removeFromScope(document: FlowDocument, path: Path, leaving: ReadonlySet<string>): FlowDocument {
  const graph = asObject(path.length === 0 ? document : atPath(document, path));
  const edges = asArray(member(graph, "edges"));
  const kept = edges.filter((edge) => !leaving.has(asText(member(edge, "from")) ?? "") && !leaving.has(asText(member(edge, "to")) ?? ""));
  const next: JsonObject = { ...graph, steps: without(asObject(member(graph, "steps")), leaving) };
  return setGraph(document, path, kept.length === edges.length ? next : { ...next, edges: kept });
}

function withoutLayout(document: FlowDocument, path: Path): JsonObject {
  return path.length === 0 ? document : asObject(atPath(document, path));
}

function setGraph(document: FlowDocument, path: Path, graph: JsonObject): FlowDocument {
  return path.length === 0 ? graph : (setAt(document, path, graph) as FlowDocument);
}

function atPath(document: FlowDocument, path: Path): Json | undefined {
  return path.reduce<Json | undefined>((at, name) => member(at, String(name)), document);
}
