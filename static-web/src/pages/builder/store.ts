import { createContext, useContext } from "react";
import { createStore, useStore, type StoreApi } from "zustand";
import type { Canvas } from "../../flow/canvas/model";
import { toCanvas } from "../../flow/canvas/toCanvas";
import type { Catalog } from "../../flow/catalog";
import type { Conflict } from "../../flow/compare/merge";
import { stepOf, type FlowDocument } from "../../flow/document";
import type { EditResult } from "../../flow/edits/result";
import { settle } from "../../flow/edits/steps";
import { emptyHistory, record, redo, seal, undo, type History } from "../../flow/history/history";
import { noPins, type Pins } from "../../flow/pins/pins";
import { member } from "../../flow/json";
import { locate, type Problem } from "../../flow/problems";

export type SaveState = "saved" | "waiting" | "saving" | "offline" | "conflict" | "failed";

/** What differs from what somebody else saved meanwhile, until a person has decided. */
export interface OpenConflict {
  readonly conflicts: readonly Conflict[];
  /** The state that the other side is in. */
  readonly theirs: FlowDocument;
  readonly etag: string | undefined;
  readonly baseVersion: number | undefined;
}

export interface BuilderState {
  readonly flowId: string;
  readonly catalog: Catalog;
  readonly document: FlowDocument;
  readonly canvas: Canvas;
  readonly history: History;
  readonly selected: ReadonlySet<string>;
  readonly isDragging: boolean;
  readonly problems: readonly Problem[];
  readonly save: SaveState;
  readonly saveMessage: string | undefined;
  /** What the app has; the draft's ETag is missing as long as there is no draft. */
  readonly saved: FlowDocument;
  readonly etag: string | undefined;
  readonly baseVersion: number | undefined;
  readonly conflict: OpenConflict | undefined;
  /** Why this person may not change the flow. */
  readonly readOnly: string | undefined;
  /** What an edit was refused for; shown once. */
  readonly refusal: string | undefined;
  /** The step that was added last; the canvas brings it into view. */
  readonly added: string | undefined;
  /** The run that is shown on the canvas. */
  readonly runId: string | undefined;
  /** The trigger that a problem has led to. */
  readonly shownTrigger: string | undefined;
  /** On a narrow window: whether the settings of the flow are shown. */
  readonly isFlowShown: boolean;
  /** What runs that are started here take instead of executing steps. */
  readonly pins: Pins;
  /** The step that a run is about to be begun at; the dialog asks for the rest. */
  readonly runFrom: string | undefined;
}

export interface BuilderStart {
  readonly flowId: string;
  readonly catalog: Catalog;
  readonly document: FlowDocument;
  readonly etag: string | undefined;
  readonly baseVersion: number | undefined;
  readonly problems: readonly Problem[];
  /** What the app has, where that is not what is shown: edits of an earlier visit that were not saved. */
  readonly saved?: FlowDocument;
  /** The step that the address selects. */
  readonly step?: string | undefined;
}

export type BuilderStore = StoreApi<BuilderState>;

export function createBuilder({ step, ...start }: BuilderStart): BuilderStore {
  return createStore<BuilderState>(() => ({
    ...start,
    canvas: toCanvas(start.document, start.catalog),
    history: emptyHistory,
    selected: new Set(step !== undefined && stepOf(start.document, step) ? [step] : []),
    isDragging: false,
    save: "saved",
    saveMessage: undefined,
    saved: start.saved ?? start.document,
    conflict: undefined,
    readOnly: undefined,
    refusal: undefined,
    added: undefined,
    runId: undefined,
    shownTrigger: undefined,
    isFlowShown: false,
    pins: noPins,
    runFrom: undefined,
  }));
}

export const BuilderContext = createContext<BuilderStore | undefined>(undefined);

export function useBuilderStore(): BuilderStore {
  const store = useContext(BuilderContext);
  if (!store) throw new Error("This component stands outside of a builder.");
  return store;
}

export function useBuilder<T>(select: (state: BuilderState) => T): T {
  return useStore(useBuilderStore(), select);
}

/** Changes the document. Edits with the same tag in a row are undone together. */
export function edit(
  store: BuilderStore,
  label: string,
  change: (document: FlowDocument) => FlowDocument | EditResult,
  tag?: string,
): boolean {
  if (isReadOnly(store)) return false;
  const { document, canvas } = store.getState();
  const result = change(document);
  const isResult = isEditResult(result);
  if (isResult && result.problem !== undefined) {
    store.setState({ refusal: result.problem });
    return false;
  }
  const next = isResult ? result.document : result;
  put(store, member(next, "layout") === member(document, "layout") ? next : settle(next, canvas.nodes), label, tag);
  return true;
}

/** Puts another document in place, as after a merge; it can be undone like an edit. */
export function replaceDocument(store: BuilderStore, document: FlowDocument, label: string, tag?: string): void {
  if (!isReadOnly(store)) put(store, document, label, tag);
}

function isReadOnly(store: BuilderStore): boolean {
  const { readOnly } = store.getState();
  if (readOnly !== undefined) store.setState({ refusal: readOnly });
  return readOnly !== undefined;
}

function put(store: BuilderStore, next: FlowDocument, label: string, tag: string | undefined): void {
  const { document, history } = store.getState();
  if (next !== document) show(store, next, record(history, document, next, label, tag));
}

export function undoEdit(store: BuilderStore): void {
  const moved = undo(store.getState().history, store.getState().document);
  if (moved) show(store, moved.document, moved.history);
}

export function redoEdit(store: BuilderStore): void {
  const moved = redo(store.getState().history, store.getState().document);
  if (moved) show(store, moved.document, moved.history);
}

/** What comes next is undone by itself. */
export function sealEdit(store: BuilderStore): void {
  store.setState(({ history }) => ({ history: seal(history) }));
}

export function select(store: BuilderStore, ids: Iterable<string>): void {
  const next = new Set(ids);
  const { selected } = store.getState();
  if (next.size === selected.size && [...next].every((id) => selected.has(id))) return;
  store.setState({ selected: next, isFlowShown: false });
  sealEdit(store);
}

/** Adds to what is selected, or takes from it. */
export function changeSelection(store: BuilderStore, changes: readonly { readonly id: string; readonly isSelected: boolean }[]): void {
  const next = new Set(store.getState().selected);
  for (const { id, isSelected } of changes) {
    if (isSelected) next.add(id);
    else next.delete(id);
  }
  select(store, next);
}

/** Selects what a problem is about. */
export function selectProblem(store: BuilderStore, problem: Problem): string | undefined {
  const place = locate(store.getState().document, problem.pointer);
  const id = place.kind === "step" ? place.id : place.kind === "edge" ? place.key : undefined;
  select(store, id === undefined ? [] : [id]);
  store.setState({ shownTrigger: place.kind === "trigger" ? place.id : undefined, isFlowShown: id === undefined });
  return place.kind === "edge" ? place.from : id;
}

function show(store: BuilderStore, document: FlowDocument, history: History): void {
  const { catalog, canvas, selected } = store.getState();
  const drawn = toCanvas(document, catalog, canvas);
  const ids = new Set([...drawn.nodes.map((node) => node.id), ...drawn.edges.map((edge) => edge.id)]);
  const left = [...selected].filter((id) => ids.has(id));
  store.setState({ document, history, canvas: drawn, ...(left.length === selected.size ? {} : { selected: new Set(left) }) });
}

function isEditResult(value: FlowDocument | EditResult): value is EditResult {
  const names = Object.keys(value);
  return names.length === 1 && (names[0] === "document" || names[0] === "problem");
}
