import { isArray, isObject, member, type Json, type JsonObject } from "../json";

interface Order {
  readonly before: readonly string[];
  readonly after: readonly string[];
}

/** What changed between two states of a tree; it can be taken forward and back. Only what differs is kept. */
export type Patch =
  | { readonly kind: "value"; readonly before: Json | undefined; readonly after: Json | undefined }
  | { readonly kind: "members"; readonly children: ReadonlyMap<string, Patch>; readonly order: Order | undefined }
  | { readonly kind: "elements"; readonly children: ReadonlyMap<number, Patch> };

export type Direction = "forward" | "back";

/** The difference of two trees; undefined when there is none. Parts that are the same object are not looked into. */
export function diffTree(before: Json | undefined, after: Json | undefined): Patch | undefined {
  if (before === after) return undefined;
  if (isObject(before) && isObject(after)) return diffObjects(before, after);
  if (isArray(before) && isArray(after) && before.length === after.length) return diffArrays(before, after);
  return { kind: "value", before, after };
}

/** The tree after a patch, or before it when it is taken back. */
export function applyPatch(value: Json | undefined, patch: Patch, direction: Direction): Json | undefined {
  if (patch.kind === "value") return direction === "forward" ? patch.after : patch.before;
  if (patch.kind === "members") return applyToObject(isObject(value) ? value : {}, patch, direction);
  return (isArray(value) ? value : []).map((one, i) => {
    const child = patch.children.get(i);
    return child ? (applyPatch(one, child, direction) ?? null) : one;
  });
}

function applyToObject(value: JsonObject, patch: Patch & { kind: "members" }, direction: Direction): JsonObject {
  const members = new Map(Object.entries(value));
  for (const [name, child] of patch.children) {
    const next = applyPatch(members.get(name), child, direction);
    if (next === undefined) members.delete(name);
    else members.set(name, next);
  }
  const order = direction === "forward" ? patch.order?.after : patch.order?.before;
  if (!order) return Object.fromEntries(members);
  return Object.fromEntries(order.map((name): [string, Json] => [name, members.get(name) ?? null]));
}

function diffObjects(before: JsonObject, after: JsonObject): Patch | undefined {
  const [old, now] = [Object.keys(before), Object.keys(after)];
  const children = new Map<string, Patch>();
  for (const name of new Set([...old, ...now])) {
    const child = diffTree(member(before, name), member(after, name));
    if (child) children.set(name, child);
  }
  const sameOrder = old.length === now.length && old.every((name, i) => name === now[i]);
  if (children.size === 0 && sameOrder) return undefined;
  return { kind: "members", children, order: sameOrder ? undefined : { before: old, after: now } };
}

function diffArrays(before: readonly Json[], after: readonly Json[]): Patch | undefined {
  const children = new Map<number, Patch>();
  before.forEach((one, i) => {
    const child = diffTree(one, after[i]);
    if (child) children.set(i, child);
  });
  return children.size === 0 ? undefined : { kind: "elements", children };
}
