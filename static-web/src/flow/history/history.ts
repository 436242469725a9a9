import type { FlowDocument } from "../document";
import { applyPatch, diffTree, type Patch } from "./patch";

interface Entry {
  readonly patch: Patch;
  readonly label: string;
  /** Edits with the same tag in a row, such as letters typed into one field, are undone together. */
  readonly tag: string | undefined;
}

/** What can be undone and redone. Immutable. */
export interface History {
  readonly past: readonly Entry[];
  readonly future: readonly Entry[];
}

export const emptyHistory: History = { past: [], future: [] };

/** Edits that are kept; the oldest are forgotten. */
export const maxEntries = 500;

/** Notes an edit. The history stays the same object when nothing has changed. */
export function record(history: History, before: FlowDocument, after: FlowDocument, label: string, tag?: string): History {
  const last = history.past.at(-1);
  if (tag !== undefined && last?.tag === tag && history.future.length === 0) return join(history, before, after, tag);
  const patch = diffTree(before, after);
  return patch ? { past: [...history.past, { patch, label, tag }].slice(-maxEntries), future: [] } : history;
}

/** Ends a row of edits that would be undone together. */
export function seal(history: History): History {
  const last = history.past.at(-1);
  return last?.tag === undefined ? history : { ...history, past: [...history.past.slice(0, -1), { ...last, tag: undefined }] };
}

export interface Moved {
  readonly history: History;
  readonly document: FlowDocument;
  readonly label: string;
}

export function undo(history: History, document: FlowDocument): Moved | undefined {
  const entry = history.past.at(-1);
  if (!entry) return undefined;
  const next = { past: history.past.slice(0, -1), future: [...history.future, { ...entry, tag: undefined }] };
  return { history: next, document: applyPatch(document, entry.patch, "back") as FlowDocument, label: entry.label };
}

export function redo(history: History, document: FlowDocument): Moved | undefined {
  const entry = history.future.at(-1);
  if (!entry) return undefined;
  const next = { past: [...history.past, entry], future: history.future.slice(0, -1) };
  return { history: next, document: applyPatch(document, entry.patch, "forward") as FlowDocument, label: entry.label };
}

/** Widens the last entry by an edit; what was typed and taken back again leaves none. */
function join(history: History, before: FlowDocument, after: FlowDocument, tag: string): History {
  const last = history.past.at(-1);
  if (!last) return history;
  const patch = diffTree(applyPatch(before, last.patch, "back"), after);
  const rest = history.past.slice(0, -1);
  return { past: patch ? [...rest, { patch, label: last.label, tag }] : rest, future: [] };
}
