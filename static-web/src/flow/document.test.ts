import { describe, expect, it } from "vitest";
import { portsOf } from "./catalog";
import { indexOf, loopsAround } from "./document";
import type { JsonObject } from "./json";
import { countByStep, locate, type Problem } from "./problems";
import { catalog, large, sample } from "./testing";

describe("indexOf", () => {
  it("StepsInBodies_AreFoundWithTheirPathAndLoop", () => {
    const index = indexOf(sample());
    expect([...index.steps.keys()]).toEqual(["a", "b", "c", "d", "loop", "get", "put"]);
    expect(index.steps.get("get")).toMatchObject({ loop: "loop", path: ["steps", "loop", "body", "steps", "get"] });
    expect(index.scopes.get("loop")?.edges.map((edge) => edge.key)).toEqual(["get>put:success:"]);
    expect(loopsAround(sample(), "loop")).toEqual(["loop"]);
  });

  it("BrokenDraft_GivesWhatIsThere", () => {
    const index = indexOf({
      steps: { a: null, b: { type: 1 }, c: { body: [] } },
      edges: [{ from: "b" }, null, { from: "b", to: "c", on: "what" }],
    });
    expect([...index.steps.keys()]).toEqual(["b", "c"]);
    expect([...index.edges.keys()]).toEqual(["b>c:success:"]);
  });

  it("SameDocument_IsReadOnce", () => {
    const document = large(2000);
    expect(indexOf(document)).toBe(indexOf(document));
    expect(indexOf(document).steps.size).toBe(2000);
  });
});

describe("portsOf", () => {
  it("Switch_HasThePortsOfItsCases", () => {
    const step: JsonObject = { type: "switch", with: { cases: [{ port: "de" }, { port: "fr" }, { port: "de" }, {}] } };
    expect(portsOf(step, catalog)).toEqual(["de", "fr", "default"]);
    expect(portsOf({ type: "switch", with: { cases: [], default: "rest" } }, catalog)).toEqual(["rest"]);
    expect(portsOf({ type: "condition" }, catalog)).toEqual(["true", "false"]);
    expect(portsOf({ type: "unknown" }, catalog)).toEqual([]);
  });
});

describe("locate", () => {
  it.each([
    ["/steps/a/with/value", { kind: "step", id: "a", field: ["with", "value"] }],
    ["/steps/loop/body/steps/get/with/url", { kind: "step", id: "get", field: ["with", "url"] }],
    ["/steps/loop/body/output", { kind: "step", id: "loop", field: ["body", "output"] }],
    ["/steps/loop/body/edges/0/to", { kind: "edge", key: "get>put:success:", from: "get" }],
    ["/edges/3", { kind: "edge", key: "c>d:success:true", from: "c" }],
    ["/steps/loop/body/edges/0", { kind: "edge", key: "get>put:success:", from: "get" }],
    ["/triggers/hook/path", { kind: "trigger", id: "hook", field: ["path"] }],
    ["/settings/timeout", { kind: "flow", field: ["settings", "timeout"] }],
    ["/steps/gone", { kind: "flow", field: ["steps", "gone"] }],
    ["", { kind: "flow", field: [] }],
  ])("Pointer_%s_LeadsToItsPart", (pointer, place) => {
    expect(locate(sample(), pointer)).toEqual(place);
  });

  it("Problems_AreCountedByStep", () => {
    const problem = (severity: string, pointer: string): Problem => ({ severity, pointer, code: "X", message: "" });
    const counts = countByStep(sample(), [
      problem("error", "/steps/a/with"),
      problem("Warning", "/steps/a"),
      problem("error", "/edges/0"),
      problem("error", "/id"),
    ]);
    expect([...counts]).toEqual([["a", { errors: 2, warnings: 1 }]]);
  });
});
