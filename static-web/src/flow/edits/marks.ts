import { indexOf, type FlowDocument } from "../document";
import { asObject, member, type JsonObject } from "../json";
import { removeAt, setAt } from "../tree";
import type { CanvasNode } from "../canvas/model";
import { around } from "../canvas/view";
import { freeId } from "./ids";

export type MarkKind = "note" | "group";

const home = { note: "$notes", group: "$groups" } as const;
const margin = 24;
const header = 24;

/** Adds a note at a place of the canvas. */
export function addNote(document: FlowDocument, at: { x: number; y: number }, text = ""): { document: FlowDocument; key: string } {
  return addMark(document, "note", { text, x: Math.round(at.x), y: Math.round(at.y), width: 220, height: 120 });
}

/** Draws a frame around steps of the flow's top; the steps themselves stay as they are. */
export function addGroup(
  document: FlowDocument,
  nodes: readonly CanvasNode[],
  title: string,
): { document: FlowDocument; key: string } | undefined {
  const members = nodes.filter((node) => node.parent === null && indexOf(document).steps.has(node.id));
  if (members.length === 0) return undefined;
  const { x, y, width, height } = around(members);
  const place = { x: x - margin, y: y - margin - header, width: width + 2 * margin, height: height + 2 * margin + header };
  return addMark(document, "group", { title, ...place });
}

/** Changes members of a note or group, such as its text, place or size. */
export function changeMark(document: FlowDocument, kind: MarkKind, key: string, change: JsonObject): FlowDocument {
  const before = member(member(member(document, "layout"), home[kind]), key);
  return before === undefined
    ? document
    : (setAt(document, ["layout", home[kind], key], { ...asObject(before), ...change }) as FlowDocument);
}

export function removeMark(document: FlowDocument, kind: MarkKind, key: string): FlowDocument {
  return removeAt(document, ["layout", home[kind], key]) as FlowDocument;
}

function addMark(document: FlowDocument, kind: MarkKind, mark: JsonObject): { document: FlowDocument; key: string } {
  const all = asObject(member(member(document, "layout"), home[kind]));
  const key = freeId(kind, new Set(Object.keys(all)));
  return { document: setAt(document, ["layout", home[kind], key], mark) as FlowDocument, key };
}
