import { describe, expect, it } from "vitest";
import type { FlowDocument } from "../document";
import { addStep, moveTo, removeSteps, renameStep, setStepMember } from "../edits/steps";
import { connect, disconnect } from "../edits/edges";
import type { EditResult } from "../edits/result";
import { catalog, large, sample } from "../testing";
import { getAt } from "../tree";
import { diffDocuments, stepChanges } from "./diff";
import { merge, takeTheirs } from "./merge";

function ok(result: EditResult): FlowDocument {
  if (result.problem !== undefined) throw new Error(result.problem);
  return result.document;
}

describe("diffDocuments", () => {
  it("LayoutAndOrder_AreNoChange", () => {
    const { steps, ...rest } = sample();
    expect(diffDocuments(sample(), moveTo({ ...rest, steps: steps ?? {} }, new Map([["a", { x: 9, y: 9 }]])))).toEqual([]);
  });

  it("ChangedField_IsToldByItsPointer", () => {
    expect(diffDocuments(sample(), setStepMember(sample(), "get", ["with", "url"], "x"))).toEqual([
      {
        kind: "changed",
        subject: "step",
        id: "get",
        fields: [{ pointer: "/with/url", before: "{{ item.sku }}/{{ steps.a.output }}", after: "x" }],
      },
    ]);
  });

  it("AddedAndRemovedSteps_AreToldWithTheirEdges", () => {
    const after = addStep(removeSteps(sample(), ["c"]), { type: "http", loop: null }, catalog).document;
    const changes = diffDocuments(sample(), after);
    expect(changes.map((change) => [change.kind, change.subject, change.id])).toEqual([
      ["added", "step", "http"],
      ["removed", "step", "c"],
      ["removed", "edge", "a>c:success:"],
      ["removed", "edge", "c>d:success:true"],
    ]);
    expect([...stepChanges(changes)]).toEqual([
      ["http", "added"],
      ["c", "removed"],
    ]);
  });

  it("RenamedStep_IsNotRemovedAndAdded", () => {
    const changes = diffDocuments(sample(), ok(renameStep(sample(), "loop", "all", catalog)));
    expect(changes.map((change) => [change.kind, change.subject, change.id, change.before])).toContainEqual([
      "renamed",
      "step",
      "all",
      "loop",
    ]);
    expect(changes.filter((change) => change.subject === "edge")).toEqual([]);
  });

  it("PartsOfTheFlow_AreTold", () => {
    const after = {
      ...sample(),
      name: "New",
      output: 1,
      triggers: { t: { type: "queue" } },
      settings: { concurrency: { limit: 2, key: "{{ input.n }}" } },
    };
    expect(diffDocuments(sample(), after).map((change) => [change.kind, change.subject, change.id, change.fields[0]?.pointer])).toEqual([
      ["added", "flow", "name", "/name"],
      ["changed", "output", "", "/output"],
      ["changed", "settings", "", "/settings/concurrency/limit"],
      ["added", "trigger", "t", undefined],
    ]);
  });

  it("AllOf2000StepsRenamed_EachIsFoundOnce", () => {
    const before = { steps: Object.fromEntries(Array.from({ length: 2000 }, (_, i) => [`a${i}`, { type: "t", with: { n: i } }])) };
    const after = { steps: Object.fromEntries(Array.from({ length: 2000 }, (_, i) => [`b${i}`, { type: "t", with: { n: i } }])) };
    const changes = diffDocuments(before, after);
    expect(changes).toHaveLength(2000);
    expect(changes.every((change) => change.kind === "renamed" && change.id.slice(1) === change.before?.slice(1))).toBe(true);
  });
});

describe("merge", () => {
  it("BothChangeDifferentSteps_BothStay", () => {
    const mine = setStepMember(sample(), "a", ["with", "value"], 1);
    const theirs = setStepMember(sample(), "get", ["with", "url"], "y");
    const { document, conflicts } = merge(sample(), mine, theirs);
    expect(conflicts).toEqual([]);
    expect(getAt(document, ["steps", "a", "with", "value"])).toBe(1);
    expect(getAt(document, ["steps", "loop", "body", "steps", "get", "with", "url"])).toBe("y");
  });

  it("BothChangeTheSameField_MineStaysAndTheConflictIsTold", () => {
    const mine = setStepMember(sample(), "a", ["with", "value"], 1);
    const theirs = setStepMember(sample(), "a", ["with", "value"], 2);
    const { document, conflicts } = merge(sample(), mine, theirs);
    expect(conflicts).toMatchObject([{ pointer: "/steps/a/with/value", base: "{{ input.n }}", mine: 1, theirs: 2 }]);
    expect(getAt(document, ["steps", "a", "with", "value"])).toBe(1);
    expect(conflicts[0] && getAt(takeTheirs(document, conflicts[0]), ["steps", "a", "with", "value"])).toBe(2);
  });

  it("OneRemovesWhatTheOtherChanges_IsAConflict", () => {
    const { conflicts, document } = merge(sample(), removeSteps(sample(), ["a"]), setStepMember(sample(), "a", ["name"], "A"));
    expect(conflicts.map((conflict) => conflict.pointer)).toEqual(["/steps/a"]);
    expect(conflicts[0] && getAt(takeTheirs(document, conflicts[0]), ["steps", "a", "name"])).toBe("A");
  });

  it("Edges_AreMergedAsASet", () => {
    const mine = ok(connect(sample(), { from: "a", to: "d" }));
    const theirs = ok(connect(disconnect(sample(), ["a>b:success:"]), { from: "a", to: "loop" }));
    const { document, conflicts } = merge(sample(), mine, theirs);
    expect(conflicts).toEqual([]);
    const edges = (document.edges as { from: string; to: string }[]).map((edge) => `${edge.from}-${edge.to}`);
    expect(edges).toEqual(["a-c", "b-d", "c-d", "d-loop", "b-loop", "a-d", "a-loop"]);
  });

  it("AddedMembers_StandWhereTheirSideHasThem", () => {
    const { document } = merge({ a: 1, b: 2 }, { a: 1, b: 2, mine: 1 }, { first: 0, a: 1, x: 5, b: 2 });
    expect(Object.keys(document)).toEqual(["first", "a", "x", "b", "mine"]);
  });

  it("2000Steps_OneChangeOnEachSide_UntouchedPartsStayTheSameObjects", () => {
    const base = large(2000);
    const mine = setStepMember(base, "s1", ["name"], "x");
    const { document } = merge(base, mine, setStepMember(base, "s2", ["name"], "y"));
    const [before, after] = [mine.steps, document.steps] as [Record<string, unknown>, Record<string, unknown>];
    expect(Object.keys(after).filter((id) => before[id] !== after[id])).toEqual(["s2"]);
  });
});
