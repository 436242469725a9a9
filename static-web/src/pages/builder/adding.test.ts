import { beforeEach, describe, expect, it } from "vitest";
import { indexOf, stepOf } from "../../flow/document";
import type { StepType } from "../../flow/catalog";
import { addNote } from "../../flow/edits/marks";
import { moveTo } from "../../flow/edits/steps";
import { catalog, sample, stepType } from "../../flow/testing";
import { addToFlow, loopAt, startOf, stepsOf } from "./adding";
import { createBuilder, edit, replaceDocument, select, selectProblem, undoEdit, type BuilderStore } from "./store";

const type = (id: string): StepType => catalog.get(id) ?? stepType(id);

describe("addToFlow", () => {
  let store: BuilderStore;
  const index = () => indexOf(store.getState().document);

  beforeEach(() => {
    store = createBuilder({ flowId: "f", catalog, document: sample(), etag: undefined, baseVersion: 1, problems: [] });
  });

  const before = (id: string) => [...index().edges.values()].filter((edge) => edge.to === id).map((edge) => edge.from);

  it("NothingSelected_FollowsTheEndOfTheFlowAndIsSelected", () => {
    const [end] = (index().scopes.get(null)?.steps ?? []).filter((id) => ![...index().edges.values()].some((edge) => edge.from === id));
    addToFlow(store, type("http"), {});
    expect(stepOf(store.getState().document, "http")).toBeDefined();
    expect([...store.getState().selected]).toEqual(["http"]);
    expect(before("http")).toEqual([end]);
  });

  it("NothingSelected_AndTwoEnds_StandsAlone", () => {
    addToFlow(store, type("http"), { position: { x: 0, y: 0 } });
    select(store, []);
    addToFlow(store, type("http"), {});
    expect([before("http"), before("http2")]).toEqual([[], []]);
  });

  it("StepSelected_IsFollowedInItsOwnScope", () => {
    select(store, ["put"]);
    addToFlow(store, type("http"), {});
    expect(index().edges.has("put>http:success:")).toBe(true);
    expect(index().steps.get("http")?.loop).toBe("loop");
  });

  it("StepWithPortsSelected_IsLeftThroughThePortThatNothingLeaves", () => {
    select(store, ["c"]);
    addToFlow(store, type("http"), {});
    expect(index().edges.has("c>http:success:false")).toBe(true);
  });

  it("EmptyLoopSelected_IsFilled", () => {
    addToFlow(store, type("foreach"), {});
    addToFlow(store, type("http"), {});
    expect(index().steps.get("http")?.loop).toBe("foreach");
    expect([...index().edges.values()].some((edge) => edge.to === "http")).toBe(false);
  });

  it("Undo_TakesStepAndEdgeAwayTogether", () => {
    select(store, ["a"]);
    addToFlow(store, type("http"), {});
    undoEdit(store);
    expect(store.getState().document).toEqual(sample());
  });

  it("RequiredMembers_AreThereToBeFilled", () => {
    const schema = {
      required: ["url", "method", "list"],
      properties: { url: { type: "string" }, method: { enum: ["GET"] }, list: { type: "array" }, other: {} },
    };
    expect(startOf(stepType("x", { with: schema }))).toEqual({ url: "", method: "GET", list: [] });
  });

  it("PlaceInALoop_IsToldRelativeToIt", () => {
    const loop = stepsOf(store).find((node) => node.id === "loop");
    const at = loopAt(stepsOf(store), { x: (loop?.x ?? 0) + 10, y: (loop?.y ?? 0) + 20 });
    expect(at).toEqual({ loop: "loop", position: { x: 10, y: 20 } });
    expect(loopAt(stepsOf(store), { x: -500, y: 0 })).toEqual({ loop: null, position: { x: -500, y: 0 } });
  });
});

describe("store", () => {
  const make = (document = sample()) => createBuilder({ flowId: "f", catalog, document, etag: undefined, baseVersion: 1, problems: [] });

  it("StepMovedInAFlowWithoutPlaces_TheOthersStayWhereTheyAreDrawn", () => {
    const store = make({ ...sample(), layout: {} });
    const placesOf = () => new Map(stepsOf(store).map(({ id, x, y }) => [id, { x, y }]));
    const before = placesOf();
    edit(store, "Move", (document) => moveTo(document, new Map([["a", { x: 900, y: -700 }]])));
    expect(placesOf()).toEqual(before.set("a", { x: 900, y: -700 }));
    undoEdit(store);
    expect(store.getState().document.layout).toEqual({});
  });

  it("NoteAddedToAFlowWithoutPlaces_GivesStepsNone", () => {
    const store = make({ ...sample(), layout: {} });
    edit(store, "Note", (document) => addNote(document, { x: 1, y: 2 }).document);
    expect(Object.keys(store.getState().document.layout as object)).toEqual(["$notes"]);
  });

  it("AnotherDocument_IsTakenAsItIs", () => {
    const store = make({ ...sample(), layout: {} });
    const other = { ...sample(), layout: { a: { x: 1, y: 2 } } };
    replaceDocument(store, other, "Edit text");
    expect(store.getState().document).toBe(other);
  });

  it("RefusedEdit_ChangesNothingAndSaysWhy", () => {
    const store = make();
    expect(edit(store, "Connect", () => ({ problem: "No." }))).toBe(false);
    expect(store.getState()).toMatchObject({ refusal: "No.", document: sample(), history: { past: [] } });
  });

  it("RemovedSteps_AreNotSelectedAnyMore", () => {
    const store = make();
    select(store, ["a", "b"]);
    edit(store, "Remove", (document) => ({ ...document, steps: { a: { type: "transform" } }, edges: [] }));
    expect([...store.getState().selected]).toEqual(["a"]);
  });

  it("Problem_SelectsWhatItIsAbout", () => {
    const store = make();
    const problem = { severity: "error", code: "X", message: "m" };
    expect(selectProblem(store, { ...problem, pointer: "/steps/loop/body/steps/get/with/url" })).toBe("get");
    expect([...store.getState().selected]).toEqual(["get"]);
    expect(selectProblem(store, { ...problem, pointer: "/edges/0" })).toBe("a");
    expect([...store.getState().selected]).toEqual(["a>b:success:"]);
    expect(selectProblem(store, { ...problem, pointer: "/id" })).toBeUndefined();
    expect(store.getState().selected.size).toBe(0);
  });
});
