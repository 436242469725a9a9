import type { BuilderStore } from "./store";
import { edit, select } from "./store";
import { indexOf, type FlowDocument } from "../../flow/document";
import { addStep } from "../../flow/edits/steps";
import { connect, type NewEdge } from "../../flow/edits/edges";
import { portsOf, type Catalog, type StepType } from "../../flow/catalog";
import { isMark, type StepNode } from "../../flow/canvas/model";
import { asArray, asObject, member, type Json, type JsonObject } from "../../flow/json";

export interface AddAt {
  /** The place in its scope; without it the step stands beside what leads to it. */
  readonly position?: { readonly x: number; readonly y: number };
  readonly loop?: string | null;
  /** The step and the way out of it that lead to the new one. */
  readonly from?: Omit<NewEdge, "to">;
}

/** Adds a step, joins it to what it was dropped from, and selects it. */
export function addToFlow(store: BuilderStore, type: StepType, at: AddAt): void {
  const { document, catalog } = store.getState();
  const empty = emptyLoop(store);
  const from = at.from ?? (empty === undefined ? (fromSelected(store) ?? (at.position ? undefined : fromEnd(store))) : undefined);
  const loop =
    at.loop ?? (at.from === undefined ? empty : undefined) ?? (from ? (indexOf(document).steps.get(from.from)?.loop ?? null) : null);
  let id = "";
  edit(store, `Add ${type.title}`, (before) => {
    const added = addStep(before, { type: type.id, loop, with: startOf(type), ...(at.position ? { position: at.position } : {}) }, catalog);
    id = added.id;
    const joined = from ? connect(added.document, { ...from, to: added.id }) : undefined;
    return joined && joined.problem === undefined ? joined.document : added.document;
  });
  select(store, [id]);
  store.setState({ added: id });
}

/** The selected loop if nothing is in its body yet: what is added then is what it was made for. */
function emptyLoop(store: BuilderStore): string | undefined {
  const { document, selected } = store.getState();
  const [only, ...more] = [...selected];
  if (only === undefined || more.length > 0) return undefined;
  return indexOf(document).scopes.get(only)?.steps.length === 0 ? only : undefined;
}

/** A step that is added while another one is selected follows it, through its first port if it has some. */
function fromSelected(store: BuilderStore): Omit<NewEdge, "to"> | undefined {
  const { document, selected, catalog } = store.getState();
  const [only, ...more] = [...selected];
  return only === undefined || more.length > 0 ? undefined : wayOut(document, catalog, only);
}

/** With nothing selected it goes where the flow ends, if it ends at one step. */
function fromEnd(store: BuilderStore): Omit<NewEdge, "to"> | undefined {
  const { document, selected, catalog } = store.getState();
  const { scopes, edges } = indexOf(document);
  const left = new Set([...edges.values()].map((edge) => edge.from));
  const [end, ...more] = (scopes.get(null)?.steps ?? []).filter((id) => !left.has(id));
  return selected.size > 0 || end === undefined || more.length > 0 ? undefined : wayOut(document, catalog, end);
}

/** Out of a step through the first port that no edge leaves yet. */
function wayOut(document: FlowDocument, catalog: Catalog, id: string): Omit<NewEdge, "to"> | undefined {
  const place = indexOf(document).steps.get(id);
  if (!place) return undefined;
  const leaving = new Set([...indexOf(document).edges.values()].filter((edge) => edge.from === place.id).map((edge) => edge.port));
  const ports = portsOf(place.step, catalog);
  return { from: place.id, port: ports.find((port) => !leaving.has(port)) ?? ports[0] };
}

/** What a new step of a type says, so that its form shows what is asked for: each required member, with its first choice or empty. */
export function startOf(type: StepType): JsonObject {
  const schema = asObject(type.with);
  const properties = member(schema, "properties");
  const values = asArray(member(schema, "required")).flatMap((name): [string, Json][] => {
    const property = typeof name === "string" ? member(properties, name) : undefined;
    const choice = asArray(member(property, "enum"))[0];
    const value = choice ?? (member(property, "type") === "array" ? [] : "");
    return typeof name === "string" ? [[name, value]] : [];
  });
  return Object.fromEntries(values);
}

/** The innermost loop at a place of the canvas, with the place inside of it. */
export function loopAt(
  nodes: readonly StepNode[],
  at: { x: number; y: number },
): { loop: string | null; position: { x: number; y: number } } {
  let found: { loop: string | null; position: { x: number; y: number } } = { loop: null, position: at };
  for (;;) {
    const { loop, position } = found;
    const inner = nodes.find((node) => node.kind === "loop" && node.parent === loop && holds(node, position));
    if (!inner) return found;
    found = { loop: inner.id, position: { x: position.x - inner.x, y: position.y - inner.y } };
  }
}

/** The steps of a canvas, without notes and groups. */
export function stepsOf(store: BuilderStore): StepNode[] {
  return store.getState().canvas.nodes.filter((node) => !isMark(node));
}

function holds(node: StepNode, at: { x: number; y: number }): boolean {
  return at.x >= node.x && at.y >= node.y && at.x <= node.x + node.width && at.y <= node.y + node.height;
}
