import { describe, expect, it } from "vitest";
import type { FlowDocument } from "../document";
import type { Json } from "../json";
import { removeSteps, renameStep, setStepMember } from "../edits/steps";
import { catalog, large, sample } from "../testing";
import { emptyHistory, maxEntries, record, redo, seal, undo, type History } from "./history";
import { applyPatch, diffTree, type Patch } from "./patch";

const text = (value: unknown) => JSON.stringify(value);

describe("diffTree", () => {
  it.each<[Json, Json]>([
    [
      { a: 1, b: 2 },
      { b: 2, a: 1 },
    ],
    [
      { a: 1, b: 2, c: 3 },
      { a: 1, x: 9, c: { d: 1 } },
    ],
    [{ a: [1, 2, 3] }, { a: [1, 5, 3] }],
    [{ a: [1, 2, 3] }, { a: [3] }],
    [{ a: { b: null } }, { a: {} }],
    [1, { a: 1 }],
    [sample(), removeSteps(sample(), ["b", "get"])],
  ])("Change_%#_GoesForwardAndBackWithTheOrderOfMembers", (before, after) => {
    const patch = diffTree(before, after);
    expect(patch && text(applyPatch(before, patch, "forward"))).toBe(text(after));
    expect(patch && text(applyPatch(after, patch, "back"))).toBe(text(before));
  });

  it("NoChange_GivesNone", () => {
    expect(diffTree(sample(), sample())).toBeUndefined();
  });

  it("OneFieldOf2000Steps_PatchKeepsOnlyItsPath", () => {
    const before = large(2000);
    const patch = diffTree(before, setStepMember(before, "s9", ["with", "value"], 1));
    const count = (one: Patch): number =>
      1 + (one.kind === "value" ? 0 : [...one.children.values()].reduce((sum, child) => sum + count(child), 0));
    expect(patch && count(patch)).toBe(5);
  });
});

describe("history", () => {
  const edit = (state: { document: FlowDocument; history: History }, after: FlowDocument, tag?: string) => ({
    document: after,
    history: record(state.history, state.document, after, "Edit", tag),
  });

  it("UndoAndRedo_AllEdits_GiveTheSameTexts", () => {
    const states = [sample()];
    let history = emptyHistory;
    const renamed = renameStep(sample(), "a", "start", catalog);
    if (renamed.problem !== undefined) throw new Error(renamed.problem);
    for (const next of [
      renamed.document,
      removeSteps(renamed.document, ["loop"]),
      setStepMember(removeSteps(renamed.document, ["loop"]), "b", ["with", "url"], "x"),
    ]) {
      history = record(history, states.at(-1) ?? {}, next, "Edit");
      states.push(next);
    }
    let document = states.at(-1) ?? {};
    for (const expected of [...states].reverse().slice(1)) {
      const moved = undo(history, document);
      if (!moved) throw new Error("nothing to undo");
      ({ history, document } = moved);
      expect(text(document)).toBe(text(expected));
    }
    expect(undo(history, document)).toBeUndefined();
    for (const expected of states.slice(1)) {
      const moved = redo(history, document);
      if (!moved) throw new Error("nothing to redo");
      ({ history, document } = moved);
      expect(text(document)).toBe(text(expected));
    }
    expect(redo(history, document)).toBeUndefined();
  });

  it("EditsWithTheSameTag_AreUndoneTogetherUntilSealed", () => {
    let state = { document: sample(), history: emptyHistory };
    for (const letter of ["h", "he", "hey"]) state = edit(state, setStepMember(state.document, "a", ["name"], letter), "name");
    expect(state.history.past).toHaveLength(1);
    state = edit({ ...state, history: seal(state.history) }, setStepMember(state.document, "a", ["name"], "you"), "name");
    expect(state.history.past).toHaveLength(2);
    const once = undo(state.history, state.document);
    const twice = once && undo(once.history, once.document);
    expect(text(twice?.document)).toBe(text(sample()));
  });

  it("TypedAndTakenBack_LeavesNoEntry", () => {
    let state = { document: sample(), history: emptyHistory };
    state = edit(state, setStepMember(state.document, "a", ["name"], "h"), "name");
    state = edit(state, sample(), "name");
    expect(state.history.past).toEqual([]);
  });

  it("NewEditAfterUndo_ForgetsWhatWasUndone", () => {
    let state = edit({ document: sample(), history: emptyHistory }, setStepMember(sample(), "a", ["name"], "x"));
    const moved = undo(state.history, state.document);
    if (!moved) throw new Error("nothing to undo");
    state = edit(moved, setStepMember(moved.document, "a", ["name"], "y"));
    expect(redo(state.history, state.document)).toBeUndefined();
  });

  it("NothingChanged_IsNoEntry", () => {
    expect(record(emptyHistory, sample(), sample(), "Edit")).toBe(emptyHistory);
  });

  it("ManyEdits_KeepOnlyTheNewest", () => {
    let state = { document: { n: 0 } as FlowDocument, history: emptyHistory };
    for (let n = 1; n <= maxEntries + 5; n++) state = edit(state, { n });
    expect(state.history.past).toHaveLength(maxEntries);
  });
});
