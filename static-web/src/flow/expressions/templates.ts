import type { Catalog } from "../catalog";
import { typeOf, type FlowDocument } from "../document";
import { isObject, member, type Json, type JsonObject, type Path } from "../json";
import { mapTexts, renameMembers } from "../tree";
import { renameSteps } from "./references";

/** Follows new ids of steps in every expression of a document; ids themselves and edges are left as they are. */
export function renameInDocument(document: FlowDocument, names: ReadonlyMap<string, string>, catalog: Catalog): FlowDocument {
  const change = (text: string) => renameSteps(text, names);
  const graph = renameInGraph(document, names, catalog);
  return mapMembers(graph, { settings: (settings) => mapTexts(settings, change) });
}

/** The same for one step, its body included. */
export function renameInStep(step: JsonObject, names: ReadonlyMap<string, string>, catalog: Catalog): JsonObject {
  const literal = new Set(catalog.get(typeOf(step))?.literalInputs ?? []);
  const change = (text: string, path: Path) => (literal.has(String(path[0])) ? text : renameSteps(text, names));
  return mapMembers(step, {
    with: (configuration) => mapTexts(configuration, change),
    body: (body) => (isObject(body) ? renameInGraph(body, names, catalog) : body),
  });
}

/** New ids for the steps and edges of a graph and, if it has one, in its layout. */
export function renameIds(graph: JsonObject, names: ReadonlyMap<string, string>): JsonObject {
  const end = (id: Json | undefined): Json => (typeof id === "string" ? (names.get(id) ?? id) : (id ?? null));
  return mapMembers(graph, {
    steps: (steps) => (isObject(steps) ? renameMembers(steps, names) : steps),
    layout: (layout) => (isObject(layout) ? renameMembers(layout, names) : layout),
    edges: (edges) =>
      Array.isArray(edges) ? edges.map((edge: Json) => (isObject(edge) ? mapMembers(edge, { from: end, to: end }) : edge)) : edges,
  });
}

/** An object with some members changed; the same object when nothing changes, and every member in its place. */
export function mapMembers(value: JsonObject, changes: Record<string, (one: Json) => Json>): JsonObject {
  const entries = Object.entries(value).map(([name, one]): [string, Json] => [
    name,
    Object.hasOwn(changes, name) ? (changes[name]?.(one) ?? null) : one,
  ]);
  return entries.some(([name, next]) => next !== value[name]) ? Object.fromEntries(entries) : value;
}

function renameInGraph(graph: JsonObject, names: ReadonlyMap<string, string>, catalog: Catalog): JsonObject {
  const steps = member(graph, "steps");
  return mapMembers(graph, {
    steps: () =>
      isObject(steps)
        ? mapMembers(
            steps,
            stepChanges(steps, (step) => renameInStep(step, names, catalog)),
          )
        : (steps ?? null),
    output: (output) => mapTexts(output, (text) => renameSteps(text, names)),
  });
}

function stepChanges(steps: JsonObject, change: (step: JsonObject) => JsonObject): Record<string, (one: Json) => Json> {
  return Object.fromEntries(Object.keys(steps).map((id) => [id, (one: Json) => (isObject(one) ? change(one) : one)]));
}
