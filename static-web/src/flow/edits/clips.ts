import type { Catalog } from "../catalog";
import { indexOf, loopsAround, type FlowDocument } from "../document";
import { groupBy } from "../grouping";
import { renameIds, renameInDocument } from "../expressions/templates";
import { asArray, asObject, isObject, member, type Json, type JsonObject } from "../json";
import { getAt, setAt } from "../tree";
import { freeId } from "./ids";

/** Steps on the clipboard: a little graph of its own, with the edges between them and their places. */
export interface Clip extends JsonObject {
  readonly flowfunctions: "steps";
  readonly steps: JsonObject;
  readonly edges: readonly Json[];
  readonly layout: JsonObject;
}

export interface Pasted {
  readonly document: FlowDocument;
  /** The new ids of the steps that stand on the clip's own level. */
  readonly ids: readonly string[];
}

/** Copies steps. A step whose loop is copied goes with its loop. */
export function copySteps(document: FlowDocument, ids: readonly string[]): Clip {
  const index = indexOf(document);
  const chosen = new Set(ids);
  const places = ids
    .map((id) => index.steps.get(id))
    .filter((place) => place !== undefined)
    .filter((place) => !loopsAround(document, place.loop).some((loop) => chosen.has(loop)));
  const copied = new Set(places.map((place) => place.id));
  const edges = [...index.edges.values()].filter((edge) => copied.has(edge.from) && copied.has(edge.to));
  const steps = Object.fromEntries(places.map((place) => [place.id, place.step]));
  const layout = asObject(member(document, "layout"));
  const inside = new Set(allIds(steps));
  return {
    flowfunctions: "steps",
    steps,
    edges: edges.map((edge) => getAt(document, edge.path) ?? null),
    layout: Object.fromEntries(Object.entries(layout).filter(([id]) => inside.has(id))),
  };
}

/** Reads a clip from text, as the clipboard gives it; undefined when it is something else. */
export function readClip(text: string): Clip | undefined {
  try {
    const value = JSON.parse(text) as Json;
    if (member(value, "flowfunctions") !== "steps" || !isObject(member(value, "steps"))) return undefined;
    const steps = asObject(member(value, "steps"));
    if (!Object.values(steps).every(isObject)) return undefined;
    return { flowfunctions: "steps", steps, edges: asArray(member(value, "edges")), layout: asObject(member(value, "layout")) };
  } catch {
    return undefined;
  }
}

/** Pastes into a scope. Ids that are taken get a number, and what the pasted steps say of each other follows. */
export function pasteSteps(
  document: FlowDocument,
  clip: Clip,
  into: { readonly loop: string | null; readonly offset: { readonly x: number; readonly y: number } },
  catalog: Catalog,
): Pasted {
  const names = newNames(document, clip);
  const own = new Set(Object.keys(clip.steps));
  const renamed = renameDeep({ steps: clip.steps, edges: clip.edges }, names, catalog);
  const path = indexOf(document).scopes.get(into.loop)?.path ?? [];
  const steps = { ...asObject(getAt(document, [...path, "steps"])), ...asObject(member(renamed, "steps")) };
  const edges = [...asArray(getAt(document, [...path, "edges"])), ...asArray(member(renamed, "edges"))];
  const withSteps = setAt(document, [...path, "steps"], steps);
  const withEdges = asArray(member(renamed, "edges")).length > 0 ? setAt(withSteps, [...path, "edges"], edges) : withSteps;
  const layout = { ...asObject(member(document, "layout")), ...pastedLayout(clip, own, names, into.offset) };
  return {
    document: (Object.keys(layout).length > 0 ? setAt(withEdges, ["layout"], layout) : withEdges) as FlowDocument,
    ids: [...own].map((id) => names.get(id) ?? id),
  };
}

/** Copies steps next to themselves. */
export function duplicateSteps(document: FlowDocument, ids: readonly string[], catalog: Catalog): Pasted {
  const index = indexOf(document);
  const byLoop = groupBy(copyRoots(document, ids), (id) => index.steps.get(id)?.loop ?? null);
  let next = document;
  const made: string[] = [];
  for (const [loop, some] of byLoop) {
    const pasted = pasteSteps(next, copySteps(document, some), { loop, offset: { x: 40, y: 40 } }, catalog);
    next = pasted.document;
    made.push(...pasted.ids);
  }
  return { document: next, ids: made };
}

function copyRoots(document: FlowDocument, ids: readonly string[]): string[] {
  return Object.keys(copySteps(document, ids).steps);
}

function newNames(document: FlowDocument, clip: Clip): Map<string, string> {
  const taken = new Set(indexOf(document).steps.keys());
  const names = new Map<string, string>();
  for (const id of allIds(clip.steps)) {
    const name = freeId(id, taken);
    taken.add(name);
    if (name !== id) names.set(id, name);
  }
  return names;
}

function allIds(steps: JsonObject): string[] {
  return [...indexOf({ steps }).steps.keys()];
}

function renameDeep(graph: JsonObject, names: ReadonlyMap<string, string>, catalog: Catalog): JsonObject {
  return renameBodies(renameIds(renameInDocument(graph, names, catalog), names), names);
}

function renameBodies(graph: JsonObject, names: ReadonlyMap<string, string>): JsonObject {
  const steps = Object.entries(asObject(member(graph, "steps"))).map(([id, step]): [string, Json] => {
    const body = member(step, "body");
    if (!isObject(step) || !isObject(body)) return [id, step];
    return [id, { ...step, body: renameBodies(renameIds(body, names), names) }];
  });
  return { ...graph, steps: Object.fromEntries(steps) };
}

function pastedLayout(
  clip: Clip,
  own: ReadonlySet<string>,
  names: ReadonlyMap<string, string>,
  offset: { x: number; y: number },
): JsonObject {
  return Object.fromEntries(
    Object.entries(clip.layout).map(([id, place]): [string, Json] => {
      const moved =
        isObject(place) && own.has(id) ? { ...place, x: number(place, "x") + offset.x, y: number(place, "y") + offset.y } : place;
      return [names.get(id) ?? id, moved];
    }),
  );
}

function number(place: JsonObject, name: string): number {
  const value = member(place, name);
  return typeof value === "number" ? value : 0;
}

/** A clip in words: one step by its id, several by their number. */
export function clipTitle(clip: Clip): string {
  const count = Object.keys(clip.steps).length;
  return count === 1 ? `step '${Object.keys(clip.steps)[0] ?? ""}'` : `${count} steps`;
}
