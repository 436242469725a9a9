import { arrange } from "../../canvas/arrange";
import { addGroup, addNote, removeMark, type MarkKind } from "../../flow/edits/marks";
import { clipTitle, copySteps, duplicateSteps, pasteSteps, readClip, type Clip } from "../../flow/edits/clips";
import { disconnect } from "../../flow/edits/edges";
import { moveTo, removeSteps } from "../../flow/edits/steps";
import { indexOf } from "../../flow/document";
import { canPin } from "../../flow/pins/pins";
import { edit, select, type BuilderStore } from "./store";

/** The ids of the selected steps. */
export function selectedSteps(store: BuilderStore): string[] {
  const { document, selected } = store.getState();
  return [...selected].filter((id) => indexOf(document).steps.has(id));
}

export function removeSelected(store: BuilderStore): void {
  const { selected } = store.getState();
  const marks = [...selected]
    .filter((id) => /^(note|group):/.test(id))
    .map((id): [MarkKind, string] => [id.startsWith("note") ? "note" : "group", id.slice(id.indexOf(":") + 1)]);
  const steps = selectedSteps(store);
  edit(store, "Remove", (document) => {
    const edges = [...selected].filter((key) => indexOf(document).edges.has(key));
    const without = removeSteps(disconnect(document, edges), steps);
    return marks.reduce((next, [kind, key]) => removeMark(next, kind, key), without);
  });
}

export function duplicateSelected(store: BuilderStore): void {
  const steps = selectedSteps(store);
  if (steps.length === 0) return;
  let made: readonly string[] = [];
  edit(store, "Duplicate", (document) => {
    const pasted = duplicateSteps(document, steps, store.getState().catalog);
    made = pasted.ids;
    return pasted.document;
  });
  select(store, made);
}

/** The selected steps as text for the clipboard; undefined when none is selected. Steps without a place get the one they are drawn at. */
export function copySelected(store: BuilderStore): string | undefined {
  const steps = selectedSteps(store);
  if (steps.length === 0) return undefined;
  const { document, canvas } = store.getState();
  const drawn = new Map(canvas.nodes.filter((node) => steps.includes(node.id)).map((node) => [node.id, { x: node.x, y: node.y }]));
  return JSON.stringify(copySteps(moveTo(document, drawn), steps), null, 2);
}

/** Pastes steps into the scope of what is selected; gives what was pasted in words, or undefined when the text is no clip. */
export function pasteText(store: BuilderStore, text: string): string | undefined {
  const clip = readClip(text);
  if (!clip) return undefined;
  paste(store, clip);
  return clipTitle(clip);
}

function paste(store: BuilderStore, clip: Clip): void {
  const { document, catalog } = store.getState();
  const [first] = selectedSteps(store);
  const loop = first === undefined ? null : (indexOf(document).steps.get(first)?.loop ?? null);
  let made: readonly string[] = [];
  edit(store, "Paste", (before) => {
    const pasted = pasteSteps(before, clip, { loop, offset: { x: 40, y: 40 } }, catalog);
    made = pasted.ids;
    return pasted.document;
  });
  select(store, made);
}

export function selectAll(store: BuilderStore): void {
  select(
    store,
    store.getState().canvas.nodes.map((node) => node.id),
  );
}

export function groupSelected(store: BuilderStore): void {
  const { selected, canvas } = store.getState();
  edit(
    store,
    "Group",
    (document) =>
      addGroup(
        document,
        canvas.nodes.filter((node) => selected.has(node.id)),
        "Group",
      )?.document ?? { problem: "Select steps outside of loops to frame them." },
  );
}

export function addNoteAt(store: BuilderStore, at: { x: number; y: number }): void {
  let key = "";
  edit(store, "Add a note", (document) => {
    const added = addNote(document, at);
    key = added.key;
    return added.document;
  });
  select(store, [`note:${key}`]);
}

/** Places all steps anew. */
export async function arrangeAll(store: BuilderStore): Promise<void> {
  const places = await arrange(store.getState().canvas);
  edit(store, "Arrange", (document) => {
    const known = indexOf(document).steps;
    return moveTo(document, new Map([...places].filter(([id]) => known.has(id))));
  });
}

/** Asks for what a run from the selected step needs. */
export function runFromSelected(store: BuilderStore): void {
  const { selected, document } = store.getState();
  const [only, ...more] = [...selected];
  if (only !== undefined && more.length === 0 && canPin(document, only)) store.setState({ runFrom: only });
  else store.setState({ refusal: "Select one step outside of loops to run from it." });
}
