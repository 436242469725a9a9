import { describe, expect, it } from "vitest";
import { indexOf, stepOf, type FlowDocument } from "../document";
import { catalog, large, sample } from "../testing";
import { getAt } from "../tree";
import { copySteps, duplicateSteps, pasteSteps, readClip } from "./clips";
import { changeEdge, connect, disconnect } from "./edges";
import { freeId, idForType, idProblem } from "./ids";
import { addGroup, addNote, changeMark, removeMark } from "./marks";
import { addStep, moveTo, removeSteps, renameStep, setStepMember } from "./steps";
import type { EditResult } from "./result";
import { toCanvas } from "../canvas/toCanvas";

function ok(result: EditResult): FlowDocument {
  if (result.problem !== undefined) throw new Error(result.problem);
  return result.document;
}

describe("ids", () => {
  it("TakenId_GetsTheNextNumber", () => {
    expect(freeId("http", new Set(["http", "http2"]))).toBe("http3");
    expect(freeId("http2", new Set(["http2"]))).toBe("http3");
    expect(freeId("a".repeat(64), new Set(["a".repeat(64)]))).toHaveLength(61);
    expect(idForType("queue.send")).toBe("queueSend");
    expect(idForType("9x")).toBe("step9x");
  });

  it.each(["", "1a", "a b", "a".repeat(65)])("Id_%s_IsRefused", (id) => expect(idProblem(id)).toMatch(/^Use letters/));
});

describe("addStep", () => {
  it("New_StandsLastUnderAFreeIdAndKeepsUnknownMembers", () => {
    const { document, id } = addStep(sample(), { type: "http", loop: "loop", position: { x: 1.4, y: 2 } }, catalog);
    expect(id).toBe("http");
    expect(indexOf(document).steps.get(id)).toMatchObject({ loop: "loop", step: { type: "http" } });
    expect(document.custom).toEqual({ kept: true });
    expect(Object.keys(document)).toEqual(Object.keys(sample()));
    expect(getAt(document, ["layout", "http"])).toEqual({ x: 1, y: 2 });
  });

  it("Loop_GetsABody", () => {
    const { document, id } = addStep({ id: "x", steps: {} }, { type: "foreach", loop: null }, catalog);
    expect(stepOf(document, id)).toEqual({ type: "foreach", body: { steps: {}, edges: [] } });
  });
});

describe("removeSteps", () => {
  it("Step_GoesWithItsEdgesAndPlace", () => {
    const document = removeSteps(sample(), ["b"]);
    expect(stepOf(document, "b")).toBeUndefined();
    expect([...indexOf(document).edges.keys()]).toEqual(["a>c:success:", "c>d:success:true", "d>loop:success:", "get>put:success:"]);
    expect(getAt(document, ["layout", "b"])).toBeUndefined();
    expect(Object.keys(document)).toEqual(Object.keys(sample()));
  });

  it("Loop_GoesWithItsBody", () => {
    expect([...indexOf(removeSteps(sample(), ["loop", "get"])).steps.keys()]).toEqual(["a", "b", "c", "d"]);
    expect([...indexOf(removeSteps(sample(), ["get"])).steps.keys()]).toEqual(["a", "b", "c", "d", "loop", "put"]);
  });
});

describe("renameStep", () => {
  it("References_FollowEverywhereButInLiterals", () => {
    const document = ok(renameStep(sample(), "a", "start", catalog));
    expect(stepOf(document, "b")).toMatchObject({ with: { url: "https://x/{{ steps.start.output }}" } });
    expect(stepOf(document, "get")).toMatchObject({ with: { url: "{{ item.sku }}/{{ steps.start.output }}" } });
    expect(Object.keys(document.steps as object)).toEqual(["start", "b", "c", "d", "loop"]);
    expect([...indexOf(document).edges.keys()].slice(0, 2)).toEqual(["start>b:success:", "start>c:success:"]);
    expect(getAt(document, ["layout", "start"])).toEqual({ x: 0, y: 100 });
    expect(JSON.stringify(document)).not.toContain("steps.a.");
  });

  it("StepInABody_IsRenamedThereAndScriptsKeepTheirText", () => {
    const document = ok(renameStep(sample(), "get", "my-get", catalog));
    expect(stepOf(document, "put")).toMatchObject({
      with: { code: "steps.get // {{ steps.get.output }}", input: "{{ steps['my-get'].output.body }}" },
    });
    expect(indexOf(document).edges.has("my-get>put:success:")).toBe(true);
  });

  it("Output_Follows", () => {
    expect(ok(renameStep(sample(), "loop", "all", catalog)).output).toBe("{{ steps.all.output }}");
    expect(getAt(ok(renameStep(sample(), "put", "save", catalog)), ["steps", "loop", "body", "output"])).toBe("{{ steps.save.output }}");
  });

  it("TakenBadOrUnknownId_IsRefused", () => {
    expect(renameStep(sample(), "a", "get", catalog).problem).toBe("There is a step 'get' already.");
    expect(renameStep(sample(), "a", "x y", catalog).problem).toMatch(/^Use letters/);
    expect(renameStep(sample(), "gone", "x", catalog).problem).toBe("There is no step 'gone'.");
  });

  it("StepsThatDoNotNameIt_StayTheSameObjects", () => {
    const document = large(2000);
    const before = indexOf(document).steps;
    const after = indexOf(ok(renameStep(document, "s1000", "renamed", catalog))).steps;
    const changed = [...after.values()].filter((place) => before.get(place.id)?.step !== place.step).map((place) => place.id);
    expect(changed).toEqual(["renamed", "s1020"]);
  });
});

describe("edges", () => {
  it("Connect_NewEdge_StandsLast", () => {
    const document = ok(connect(sample(), { from: "a", to: "d", on: "always" }));
    expect((document.edges as unknown[]).at(-1)).toEqual({ from: "a", on: "always", to: "d" });
  });

  it.each([
    [{ from: "a", to: "b" }, "There is such an edge already."],
    [{ from: "d", to: "a" }, "That would make a cycle; use a loop step to repeat something."],
    [{ from: "a", to: "a" }, "A step cannot lead to itself."],
    [{ from: "a", to: "get" }, "An edge cannot cross the border of a loop's body."],
    [{ from: "x", to: "a" }, "There is no step 'x'."],
  ])("Connect_%j_IsRefused", (edge, problem) => {
    expect(connect(sample(), edge).problem).toBe(problem);
  });

  it("Disconnect_EdgesOfSeveralScopes_TakesThemAway", () => {
    const document = disconnect(sample(), ["a>b:success:", "b>loop:failure:", "get>put:success:", "gone"]);
    expect([...indexOf(document).edges.keys()]).toEqual(["a>c:success:", "b>d:success:", "c>d:success:true", "d>loop:success:"]);
  });

  it("ChangeEdge_ToFailure_LosesItsPort", () => {
    const document = ok(changeEdge(sample(), "c>d:success:true", "failure", "true"));
    expect((document.edges as unknown[])[3]).toEqual({ from: "c", on: "failure", to: "d" });
    expect(changeEdge(ok(connect(sample(), { from: "a", to: "b", on: "failure" })), "a>b:success:", "failure", undefined).problem).toBe(
      "There is such an edge already.",
    );
  });
});

describe("clips", () => {
  it("PasteIntoTheSameFlow_GetsNewIdsAndOwnReferences", () => {
    const clip = copySteps(sample(), ["a", "b", "loop"]);
    const { document, ids } = pasteSteps(sample(), clip, { loop: null, offset: { x: 10, y: 20 } }, catalog);
    expect(ids).toEqual(["a2", "b2", "loop2"]);
    expect(stepOf(document, "b2")).toMatchObject({ with: { url: "https://x/{{ steps.a2.output }}" } });
    expect(stepOf(document, "put2")).toMatchObject({ with: { input: "{{ steps.get2.output.body }}" } });
    const keys = [...indexOf(document).edges.keys()];
    expect(keys).toContain("a2>b2:success:");
    expect(keys).toContain("get2>put2:success:");
    expect(keys).toContain("b2>loop2:failure:");
    expect(getAt(document, ["layout", "b2"])).toEqual({ x: 250, y: 20 });
  });

  it("PasteIntoAnotherFlow_KeepsFreeIds", () => {
    const clip = readClip(JSON.stringify(copySteps(sample(), ["c", "d"])));
    if (!clip) throw new Error("no clip");
    const other = { id: "other", steps: { d: { type: "transform" } } };
    const { document, ids } = pasteSteps(other, clip, { loop: null, offset: { x: 0, y: 0 } }, catalog);
    expect(ids).toEqual(["c", "d2"]);
    expect([...indexOf(document).edges.keys()]).toEqual(["c>d2:success:true"]);
  });

  it("CopyOfALoopAndWhatIsInIt_TakesEachOnce", () => {
    expect(Object.keys(copySteps(sample(), ["loop", "get", "put"]).steps)).toEqual(["loop"]);
  });

  it("Duplicate_StepsOfSeveralScopes_StayInTheirScopes", () => {
    const { document, ids } = duplicateSteps(sample(), ["a", "get"], catalog);
    expect(ids).toEqual(["a2", "get2"]);
    expect(indexOf(document).steps.get("get2")?.loop).toBe("loop");
  });

  it.each(["", "{}", "[1]", '{"flowfunctions":"steps","steps":{"a":1}}'])("ReadClip_%s_IsNone", (text) => {
    expect(readClip(text)).toBeUndefined();
  });
});

describe("members and marks", () => {
  it("SetStepMember_ValueAndUndefined_SetsAndTakesAway", () => {
    const set = setStepMember(sample(), "get", ["retry", "delay"], "2s");
    expect(stepOf(set, "get")).toMatchObject({ retry: { delay: "2s" } });
    expect(stepOf(setStepMember(set, "get", ["retry"], undefined), "get")).not.toHaveProperty("retry");
    expect(setStepMember(sample(), "gone", ["x"], 1)).toEqual(sample());
  });

  it("MoveTo_KnownAndNewPlaces_KeepOtherMembers", () => {
    const document = moveTo(
      { layout: { a: { x: 1, y: 1, color: "red" } } },
      new Map([
        ["a", { x: 5.4, y: 6 }],
        ["b", { x: 0, y: 0 }],
      ]),
    );
    expect(document.layout).toEqual({ a: { x: 5, y: 6, color: "red" }, b: { x: 0, y: 0 } });
    expect(moveTo(document, new Map())).toBe(document);
  });

  it("NotesAndGroups_AddedChangedRemoved_LiveInTheLayout", () => {
    const noted = addNote(sample(), { x: 3, y: 4 }, "hi");
    const changed = changeMark(noted.document, "note", noted.key, { text: "ho" });
    expect(getAt(changed, ["layout", "$notes", "note"])).toEqual({ text: "ho", x: 3, y: 4, width: 220, height: 120 });
    const grouped = addGroup(
      changed,
      toCanvas(changed, catalog).nodes.filter((node) => node.id === "b" || node.id === "c"),
      "Both",
    );
    expect(getAt(grouped?.document, ["layout", "$groups", "group"])).toEqual({ title: "Both", x: 216, y: -48, width: 248, height: 376 });
    expect(getAt(removeMark(changed, "note", "note"), ["layout", "$notes"])).toEqual({});
    expect(addGroup(changed, [], "none")).toBeUndefined();
  });
});
