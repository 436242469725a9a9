import { edgeKey, indexOf, type EdgeOn, type EdgePlace, type FlowDocument, type Scope } from "../document";
import { groupBy } from "../grouping";
import { asArray, type Json } from "../json";
import { getAt, setAt } from "../tree";
import { edited, refused, type EditResult } from "./result";

export interface NewEdge {
  readonly from: string;
  readonly to: string;
  readonly on?: EdgeOn | undefined;
  readonly port?: string | undefined;
}

/** Joins two steps, unless that makes no sense; then it says why. */
export function connect(document: FlowDocument, edge: NewEdge): EditResult {
  const problem = connectProblem(document, edge);
  if (problem !== undefined) return refused(problem);
  const scope = scopeOf(document, edge.from);
  if (!scope) return refused(`There is no step '${edge.from}'.`);
  const path = [...scope.path, "edges"];
  return edited(setAt(document, path, [...asArray(getAt(document, path)), toJson(edge)]) as FlowDocument);
}

/** Why an edge cannot be, in words for people; undefined when it can. */
export function connectProblem(document: FlowDocument, edge: NewEdge): string | undefined {
  const index = indexOf(document);
  const [from, to] = [index.steps.get(edge.from), index.steps.get(edge.to)];
  if (!from || !to) return `There is no step '${from ? edge.to : edge.from}'.`;
  if (edge.from === edge.to) return "A step cannot lead to itself.";
  if (from.loop !== to.loop) return "An edge cannot cross the border of a loop's body.";
  if (index.edges.has(edgeKey(edge))) return "There is such an edge already.";
  const scope = index.scopes.get(from.loop);
  return scope && reaches(scope, edge.to, edge.from) ? "That would make a cycle; use a loop step to repeat something." : undefined;
}

/** Takes edges away. */
export function disconnect(document: FlowDocument, keys: readonly string[]): FlowDocument {
  const gone = keys.map((key) => indexOf(document).edges.get(key)).filter((edge) => edge !== undefined);
  const byScope = groupBy(gone, (edge) => edge.loop);
  let next = document;
  for (const [loop, edges] of byScope) {
    const path = [...(indexOf(document).scopes.get(loop)?.path ?? []), "edges"];
    const indices = new Set(edges.map((edge) => edge.path.at(-1)));
    next = setAt(
      next,
      path,
      asArray(getAt(next, path)).filter((_, i) => !indices.has(i)),
    ) as FlowDocument;
  }
  return next;
}

/** Changes how an edge is taken; `port` belongs to success edges only. */
export function changeEdge(document: FlowDocument, key: string, on: EdgeOn, port: string | undefined): EditResult {
  const edge = indexOf(document).edges.get(key);
  if (!edge) return refused("There is no such edge.");
  const next = { from: edge.from, to: edge.to, on, port: on === "success" ? port : undefined };
  if (edgeKey(next) === key) return edited(document);
  if (indexOf(document).edges.has(edgeKey(next))) return refused("There is such an edge already.");
  return edited(setAt(document, edge.path, toJson(next)) as FlowDocument);
}

/** The steps that come before a step in its scope, whatever the edges between them say. */
export function before(scope: Scope, id: string): Set<string> {
  return walk(
    groupBy(scope.edges, (edge) => edge.to),
    id,
    (edge) => edge.from,
  );
}

function reaches(scope: Scope, from: string, to: string): boolean {
  return walk(
    groupBy(scope.edges, (edge) => edge.from),
    from,
    (edge) => edge.to,
  ).has(to);
}

function walk(edges: ReadonlyMap<string, readonly EdgePlace[]>, start: string, next: (edge: EdgePlace) => string): Set<string> {
  const found = new Set<string>();
  const waiting = [start];
  for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
    for (const edge of edges.get(id) ?? []) {
      if (found.has(next(edge))) continue;
      found.add(next(edge));
      waiting.push(next(edge));
    }
  }
  return found;
}

function scopeOf(document: FlowDocument, id: string): Scope | undefined {
  const index = indexOf(document);
  return index.scopes.get(index.steps.get(id)?.loop ?? null);
}

function toJson(edge: NewEdge): Json {
  return {
    from: edge.from,
    ...(edge.on && edge.on !== "success" ? { on: edge.on } : {}),
    ...(edge.port !== undefined ? { port: edge.port } : {}),
    to: edge.to,
  };
}
