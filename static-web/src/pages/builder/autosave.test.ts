import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Draft } from "../../api/flows";
import { ApiError } from "../../api/problem";
import type { FlowDocument } from "../../flow/document";
import { setStepMember } from "../../flow/edits/steps";
import { catalog, sample } from "../../flow/testing";
import { getAt } from "../../flow/tree";
import { Autosave, type DraftApi } from "./autosave";
import { createBuilder, edit, undoEdit, type BuilderStore } from "./store";

/** The app's drafts: one document with an ETag that changes with each save. */
class Drafts implements DraftApi {
  document: FlowDocument | undefined;
  count = 0;
  failure: Error | undefined;

  get etag() {
    return `"${this.count}"`;
  }

  readonly save = (_: string, document: FlowDocument, etag: string | undefined): Promise<Draft> => {
    if (this.failure) return Promise.reject(this.failure);
    if ((this.document === undefined) !== (etag === undefined) || (etag !== undefined && etag !== this.etag))
      return Promise.reject(new ApiError(412, "Precondition.Failed", "changed"));
    this.put(document);
    return Promise.resolve({ flowId: "f", updatedAt: "", etag: this.etag, problems: [] });
  };

  readonly read = (): Promise<Draft | undefined> =>
    Promise.resolve(this.document && { flowId: "f", updatedAt: "", etag: this.etag, document: this.document, baseVersion: 1 });

  put(document: FlowDocument) {
    this.document = document;
    this.count++;
  }
}

const start = () => createBuilder({ flowId: "f", catalog, document: sample(), etag: undefined, baseVersion: 1, problems: [] });
const rename = (store: BuilderStore, id: string, name: string) =>
  edit(store, "Rename", (document) => setStepMember(document, id, ["name"], name));

describe("Autosave", () => {
  let drafts: Drafts;
  let store: BuilderStore;
  let autosave: Autosave;
  const merged = vi.fn();

  beforeEach(() => {
    vi.useFakeTimers();
    drafts = new Drafts();
    store = start();
    autosave = new Autosave(store, drafts, merged);
    autosave.start();
  });

  afterEach(() => {
    autosave.stop();
    vi.useRealTimers();
  });

  it("SeveralEdits_AreSavedOnceAfterAPause", async () => {
    rename(store, "a", "one");
    rename(store, "a", "two");
    expect(store.getState().save).toBe("waiting");
    await vi.runAllTimersAsync();
    expect(drafts.count).toBe(1);
    expect(getAt(drafts.document, ["steps", "a", "name"])).toBe("two");
    expect(store.getState()).toMatchObject({ save: "saved", etag: '"1"' });
  });

  it("EditWhileSaving_IsSavedAfterwards", async () => {
    rename(store, "a", "one");
    const flushed = autosave.flush();
    rename(store, "a", "two");
    await flushed;
    await vi.runAllTimersAsync();
    expect(getAt(drafts.document, ["steps", "a", "name"])).toBe("two");
  });

  it("UndoneBeforeThePause_SavesNothingNew", async () => {
    rename(store, "a", "one");
    await vi.runAllTimersAsync();
    rename(store, "a", "two");
    undoEdit(store);
    await vi.runAllTimersAsync();
    expect(getAt(drafts.document, ["steps", "a", "name"])).toBe("one");
  });

  it("AppAway_IsTriedAgainUntilItIsBack", async () => {
    drafts.failure = new ApiError(0, "Offline", "away");
    rename(store, "a", "one");
    await vi.advanceTimersByTimeAsync(1000);
    expect(store.getState()).toMatchObject({ save: "offline", saveMessage: "away" });
    drafts.failure = undefined;
    await vi.runAllTimersAsync();
    expect(store.getState().save).toBe("saved");
    expect(drafts.count).toBe(1);
  });

  it("Refused_IsToldAndNotTriedAgain", async () => {
    drafts.failure = new ApiError(413, "Draft.TooLarge", "too large");
    rename(store, "a", "one");
    await vi.runAllTimersAsync();
    expect(store.getState()).toMatchObject({ save: "failed", saveMessage: "too large" });
  });

  it("AnotherTabChangedSomethingElse_BothAreKept", async () => {
    rename(store, "a", "mine");
    await vi.runAllTimersAsync();
    drafts.put(setStepMember(drafts.document ?? {}, "b", ["name"], "theirs"));
    rename(store, "a", "mine too");
    await vi.runAllTimersAsync();
    expect(getAt(drafts.document, ["steps", "a", "name"])).toBe("mine too");
    expect(getAt(drafts.document, ["steps", "b", "name"])).toBe("theirs");
    expect(getAt(store.getState().document, ["steps", "b", "name"])).toBe("theirs");
    expect(merged).toHaveBeenCalledTimes(1);
  });

  it("AnotherTabChangedTheSame_NothingIsSavedBeforeAPersonDecides", async () => {
    rename(store, "a", "base");
    await vi.runAllTimersAsync();
    drafts.put(setStepMember(drafts.document ?? {}, "a", ["name"], "theirs"));
    rename(store, "a", "mine");
    await vi.runAllTimersAsync();
    const { conflict, save } = store.getState();
    expect(save).toBe("conflict");
    expect(conflict?.conflicts.map((one) => one.pointer)).toEqual(["/steps/a/name"]);
    rename(store, "b", "more");
    await vi.runAllTimersAsync();
    expect(getAt(drafts.document, ["steps", "a", "name"])).toBe("theirs");

    autosave.decide(new Set());
    await vi.runAllTimersAsync();
    expect(getAt(drafts.document, ["steps", "a", "name"])).toBe("mine");
    expect(getAt(drafts.document, ["steps", "b", "name"])).toBe("more");
    expect(store.getState()).toMatchObject({ save: "saved", conflict: undefined });
  });

  it("DecidedForTheOtherSide_TheirsIsTaken", async () => {
    rename(store, "a", "base");
    await vi.runAllTimersAsync();
    drafts.put(setStepMember(drafts.document ?? {}, "a", ["name"], "theirs"));
    rename(store, "a", "mine");
    await vi.runAllTimersAsync();
    autosave.decide(new Set(["/steps/a/name"]));
    await vi.runAllTimersAsync();
    expect(getAt(store.getState().document, ["steps", "a", "name"])).toBe("theirs");
    expect(store.getState().save).toBe("saved");
  });

  it("DraftIsGone_MineIsANewOne", async () => {
    rename(store, "a", "one");
    await vi.runAllTimersAsync();
    drafts.document = undefined;
    rename(store, "a", "two");
    await vi.runAllTimersAsync();
    expect(getAt(drafts.document, ["steps", "a", "name"])).toBe("two");
  });
});
