import { asArray, asObject, asText, isObject, member, type Json, type JsonObject, type Path } from "./json";

/** A flow document; it may be a draft in which anything is missing or wrong. */
export type FlowDocument = JsonObject;

export type EdgeOn = "success" | "failure" | "always";

/** Where a step stands. Ids are unique over the whole flow, loop bodies included. */
export interface StepPlace {
  readonly id: string;
  readonly step: JsonObject;
  readonly path: Path;
  /** The loop whose body it belongs to; null at the top. */
  readonly loop: string | null;
}

/** Where an edge stands. */
export interface EdgePlace {
  readonly key: string;
  readonly from: string;
  readonly to: string;
  readonly on: EdgeOn;
  readonly port: string | undefined;
  readonly path: Path;
  readonly loop: string | null;
}

/** The steps and edges of the flow's top or of one loop's body. */
export interface Scope {
  readonly loop: string | null;
  readonly path: Path;
  readonly steps: readonly string[];
  readonly edges: readonly EdgePlace[];
}

export interface FlowIndex {
  readonly steps: ReadonlyMap<string, StepPlace>;
  readonly edges: ReadonlyMap<string, EdgePlace>;
  readonly scopes: ReadonlyMap<string | null, Scope>;
}

const known = new WeakMap<FlowDocument, FlowIndex>();

/** Finds all steps and edges of a document; made once for each document. */
export function indexOf(document: FlowDocument): FlowIndex {
  const made = known.get(document) ?? makeIndex(document);
  known.set(document, made);
  return made;
}

/** An edge's identity: two edges between the same steps differ in `on` or `port`. */
export function edgeKey(edge: { from: string; to: string; on?: EdgeOn | undefined; port?: string | undefined }): string {
  return `${edge.from}>${edge.to}:${edge.on ?? "success"}:${edge.port ?? ""}`;
}

export function stepOf(document: FlowDocument, id: string): JsonObject | undefined {
  return indexOf(document).steps.get(id)?.step;
}

export function typeOf(step: JsonObject): string {
  return asText(member(step, "type")) ?? "";
}

/** A loop and all loops around it, innermost first. */
export function loopsAround(document: FlowDocument, loop: string | null): string[] {
  const steps = indexOf(document).steps;
  const found: string[] = [];
  for (let at = loop; at !== null && !found.includes(at); at = steps.get(at)?.loop ?? null) found.push(at);
  return found;
}

function makeIndex(document: FlowDocument): FlowIndex {
  const steps = new Map<string, StepPlace>();
  const edges = new Map<string, EdgePlace>();
  const scopes = new Map<string | null, Scope>();
  const waiting: { graph: JsonObject; path: Path; loop: string | null }[] = [{ graph: document, path: [], loop: null }];
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const { graph, path, loop } = next;
    const ids: string[] = [];
    for (const [id, step] of Object.entries(asObject(member(graph, "steps")))) {
      if (!isObject(step) || steps.has(id)) continue;
      ids.push(id);
      steps.set(id, { id, step, path: [...path, "steps", id], loop });
      const body = member(step, "body");
      if (isObject(body)) waiting.push({ graph: body, path: [...path, "steps", id, "body"], loop: id });
    }
    scopes.set(loop, { loop, path, steps: ids, edges: readEdges(member(graph, "edges"), path, loop, edges) });
  }
  return { steps, edges, scopes };
}

function readEdges(value: Json | undefined, path: Path, loop: string | null, all: Map<string, EdgePlace>): EdgePlace[] {
  const found: EdgePlace[] = [];
  asArray(value).forEach((edge, index) => {
    const from = asText(member(edge, "from"));
    const to = asText(member(edge, "to"));
    if (from === undefined || to === undefined) return;
    const said = asText(member(edge, "on"));
    const on = said === "failure" || said === "always" ? said : "success";
    const port = asText(member(edge, "port"));
    const key = edgeKey({ from, to, on, port });
    if (all.has(key)) return;
    const place: EdgePlace = { key, from, to, on, port, path: [...path, "edges", index], loop };
    all.set(key, place);
    found.push(place);
  });
  return found;
}
