import { edgeKey, type FlowDocument } from "../document";
import { asText, equalJson, isArray, isObject, member, type Json, type JsonObject, type Path } from "../json";
import { toPointer } from "../pointer";
import { setAt, removeAt } from "../tree";

/** A place that both sides changed in different ways. */
export interface Conflict {
  readonly pointer: string;
  readonly path: Path;
  readonly base: Json | undefined;
  readonly mine: Json | undefined;
  readonly theirs: Json | undefined;
}

export interface Merged {
  /** Both sides' changes; where they conflict, mine. */
  readonly document: FlowDocument;
  readonly conflicts: readonly Conflict[];
}

/** Brings together what two sides made of one document. */
export function merge(base: FlowDocument, mine: FlowDocument, theirs: FlowDocument): Merged {
  const conflicts: Conflict[] = [];
  const document = mergeValue(base, mine, theirs, [], conflicts);
  return { document: isObject(document) ? document : mine, conflicts };
}

/** Decides a conflict for the other side. */
export function takeTheirs(document: FlowDocument, conflict: Conflict): FlowDocument {
  const next = conflict.theirs === undefined ? removeAt(document, conflict.path) : setAt(document, conflict.path, conflict.theirs);
  return next as FlowDocument;
}

function mergeValue(
  base: Json | undefined,
  mine: Json | undefined,
  theirs: Json | undefined,
  path: Path,
  conflicts: Conflict[],
): Json | undefined {
  if (equalJson(mine, theirs) || equalJson(base, theirs)) return mine;
  if (equalJson(base, mine)) return theirs;
  if (isObject(mine) && isObject(theirs)) return mergeObjects(isObject(base) ? base : {}, mine, theirs, path, conflicts);
  if (isEdges(path) && isArray(mine) && isArray(theirs)) return mergeEdges(isArray(base) ? base : [], mine, theirs);
  conflicts.push({ pointer: toPointer(path), path, base, mine, theirs });
  return mine;
}

function mergeObjects(base: JsonObject, mine: JsonObject, theirs: JsonObject, path: Path, conflicts: Conflict[]): JsonObject {
  const merged = new Map<string, Json>();
  for (const name of namesInOrder(Object.keys(mine), Object.keys(theirs))) {
    const value = mergeValue(member(base, name), member(mine, name), member(theirs, name), [...path, name], conflicts);
    if (value !== undefined) merged.set(name, value);
  }
  return Object.fromEntries(merged);
}

/** My order, and each of their names that I lack after the one it follows there. */
function namesInOrder(mine: readonly string[], theirs: readonly string[]): string[] {
  const known = new Set(mine);
  const after = new Map<string | undefined, string[]>();
  let anchor: string | undefined;
  for (const name of theirs) {
    if (known.has(name)) anchor = name;
    else after.set(anchor, [...(after.get(anchor) ?? []), name]);
  }
  return [...(after.get(undefined) ?? []), ...mine.flatMap((name) => [name, ...(after.get(name) ?? [])])];
}

function isEdges(path: Path): boolean {
  return path.at(-1) === "edges" && (path.length === 1 || path.at(-2) === "body");
}

/** Edges are a set: what one side added is there, and what one side took away is not. */
function mergeEdges(base: readonly Json[], mine: readonly Json[], theirs: readonly Json[]): Json[] {
  const [old, ours, others] = [base, mine, theirs].map((edges) => new Map(edges.map((edge) => [keyOf(edge), edge])));
  if (!old || !ours || !others) return [...mine];
  const kept = [...ours].filter(([key]) => others.has(key) || !old.has(key)).map(([, edge]) => edge);
  const added = [...others].filter(([key]) => !old.has(key) && !ours.has(key)).map(([, edge]) => edge);
  return [...kept, ...added];
}

function keyOf(edge: Json): string {
  const [from, to] = [asText(member(edge, "from")), asText(member(edge, "to"))];
  const on = asText(member(edge, "on"));
  if (from === undefined || to === undefined) return JSON.stringify(edge);
  return edgeKey({ from, to, on: on === "failure" || on === "always" ? on : undefined, port: asText(member(edge, "port")) });
}
