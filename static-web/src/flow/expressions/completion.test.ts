import { describe, expect, it } from "vitest";
import type { Json } from "../json";
import { catalog, sample } from "../testing";
import { complete, preview } from "./completion";
import { scopeOfOutput, scopeOfStep, type RunData } from "./scope";

const run: RunData = {
  input: { n: 3, lines: [{ sku: "A-1", count: 2 }] },
  trigger: { type: "webhook", body: { id: 7 } },
  steps: new Map<string, { output?: Json; status?: string; error?: Json }>([
    ["a", { output: 3, status: "Succeeded" }],
    ["b", { output: { status: 200, body: { total: 12, "full-name": "x", tags: ["p"] } }, status: "Succeeded" }],
  ]),
};

/** What is offered at the bar. */
function offered(step: string, template: string, data: RunData | undefined = run) {
  const at = template.indexOf("|");
  return complete(template.replace("|", ""), at, scopeOfStep(sample(), step, catalog, data));
}

const labels = (step: string, template: string, data?: RunData) =>
  offered(step, template, data)?.options.map((option) => option.label) ?? [];

describe("complete", () => {
  it("OutsideOfAnExpressionOrInAText_OffersNothing", () => {
    expect(offered("d", "in|put {{ x }}")).toBeUndefined();
    expect(offered("d", "{{ 'st|eps' }}")).toBeUndefined();
    expect(offered("d", "{{ 12| }}")).toBeUndefined();
  });

  it("Start_OffersNamesAndFunctions", () => {
    expect(labels("d", "{{ | }}")).toEqual(expect.arrayContaining(["input", "trigger", "env", "run", "steps", "now", "Math"]));
    expect(labels("d", "{{ | }}")).not.toContain("item");
    expect(labels("get", "{{ | }}")).toEqual(expect.arrayContaining(["item", "index", "items"]));
    expect(labels("d", "{{|")).toContain("steps");
  });

  it("Typed_IsReplacedFromItsStart", () => {
    expect(offered("d", "x {{ steps.b.outp| }}")?.from).toBe(13);
    expect(offered("d", "x {{ inp| }}")?.from).toBe(5);
  });

  it("Steps_AreThoseUpstreamAlsoOfTheLoopAround", () => {
    expect(labels("d", "{{ steps.| }}").sort()).toEqual(["a", "b", "c"]);
    expect(labels("b", "{{ steps.| }}")).toEqual(["a"]);
    expect(labels("a", "{{ steps.| }}")).toEqual([]);
    expect(labels("put", "{{ steps.| }}").sort()).toEqual(["a", "b", "c", "d", "get"]);
  });

  it("Output_HasMembersOfTheSchemaAndOfTheLastRun", () => {
    expect(labels("d", "{{ steps.b.| }}")).toEqual(["status", "output", "error"]);
    expect(labels("d", "{{ steps.b.output.| }}")).toEqual(["status", "body", "headers"]);
    expect(labels("d", "{{ steps.b?.output?.body.| }}")).toEqual(["total", "full-name", "tags"]);
    expect(offered("d", "{{ steps.b.output.| }}")?.options[0]).toMatchObject({ label: "status", detail: "200", kind: "member" });
  });

  it("WithoutARun_TheSchemaTells", () => {
    const scope = scopeOfStep(sample(), "d", catalog);
    const options = complete("{{ steps.b.output. }}", 18, scope)?.options;
    expect(options?.map((option) => [option.label, option.detail])).toEqual([
      ["status", "number"],
      ["headers", "object"],
      ["body", undefined],
    ]);
  });

  it("NameThatNeedsBrackets_TakesTheDotsPlace", () => {
    const option = offered("d", "{{ steps.b.output.body.| }}")?.options[1];
    expect(option).toMatchObject({ apply: "['full-name']", from: 22 });
    expect(offered("d", "{{ steps.b.output.body?.| }}")?.options[1]).toMatchObject({ apply: "?.['full-name']", from: 22 });
  });

  it("ListsTextsAndNumbers_HaveTheirMethods", () => {
    expect(labels("d", "{{ steps.b.output.body.tags.| }}")).toContain("map");
    expect(labels("d", "{{ steps.b.output.body.tags[0].| }}")).toContain("toUpperCase");
    expect(labels("d", "{{ input.n.| }}")).toContain("toFixed");
    expect(labels("d", "{{ 'x'.| }}")).toContain("trim");
    expect(labels("d", "{{ Math.| }}")).toContain("round");
  });

  it("Item_IsAnElementOfWhatTheLoopWalksOver", () => {
    expect(labels("get", "{{ item.| }}")).toEqual(["sku", "count"]);
    const scope = scopeOfStep(sample(), "get", catalog);
    expect(complete("{{ item. }}", 8, scope)?.options.map((option) => option.label)).toEqual(["sku"]);
  });

  it("ParametersOfArrowFunctions_AreOffered", () => {
    expect(labels("d", "{{ input.lines.map((line, i) => | ) }}").slice(0, 2).sort()).toEqual(["i", "line"]);
  });

  it("BracketsWithText_AreFollowed", () => {
    expect(labels("d", "{{ steps['b'].output.| }}")).toEqual(["status", "body", "headers"]);
  });

  it("Unknown_OffersNothing", () => {
    expect(labels("d", "{{ nothing.| }}")).toEqual([]);
    expect(labels("d", "{{ (a + b).| }}")).toEqual([]);
  });

  it("Output_SeesAllStepsOfItsLevel", () => {
    expect(scopeOfOutput(sample(), null, catalog).steps).toEqual(["a", "b", "c", "d", "loop"]);
    expect(scopeOfOutput(sample(), "loop", catalog).names.has("item")).toBe(true);
  });

  it("Secrets_AreOfferedOnlyWhereTheyMayStand", () => {
    expect([...scopeOfStep(sample(), "b", catalog, undefined, ["TOKEN"]).names.keys()]).toContain("secrets");
    expect(labels("b", "{{ | }}")).not.toContain("secrets");
  });

  it("Preview_LongValue_IsCut", () => {
    expect(preview("x".repeat(100), 10)).toBe('"xxxxxxxx…');
  });
});
