import { describe, expect, it } from "vitest";
import { renameSteps, stepsIn } from "./references";
import { holesOf } from "./tokens";

const rename = (template: string, to = "z") => renameSteps(template, new Map([["a", to]]));

describe("holesOf", () => {
  it.each([
    [
      "x {{ a }} y {{ b",
      [
        [4, 7, true],
        [14, 16, false],
      ],
    ],
    ["{{ {x: {y: 1}} }}", [[2, 15, true]]],
    ["{{ '}}' }}", [[2, 8, true]]],
    ["{{ `a ${ {b: '}}'}.b } }}` }}", [[2, 27, true]]],
    ["{{ x.match(/}}[/]'/) }}", [[2, 21, true]]],
    [
      "{{ a / b }} {{ c / d }}",
      [
        [2, 9, true],
        [14, 21, true],
      ],
    ],
  ])("Template_%s_HasItsHoles", (template, expected) => {
    expect(holesOf(template).map((hole) => [hole.start, hole.end, hole.closed])).toEqual(expected);
  });
});

describe("stepsIn", () => {
  it.each([
    ["{{ steps.a.output + steps['b-c'].output }}", ["a", "b-c"]],
    ["{{ steps?.a?.output ?? steps?.['x'] }}", ["a", "x"]],
    ["{{ input.steps.a }}", []],
    ["{{ 'steps.a' + `steps.b ${ steps.c.output } ${`${steps.d}`}` }}", ["c", "d"]],
    ["steps.a {{ 1 }}", []],
    ["{{ {steps: 1}.steps }}", []],
  ])("Template_%s_NamesItsSteps", (template, expected) => {
    expect(stepsIn(template)).toEqual(expected);
  });
});

describe("renameSteps", () => {
  it.each([
    ["{{ steps.a.output }}", "{{ steps.z.output }}"],
    ["{{ steps . a }}/{{steps.a}}", "{{ steps.z }}/{{steps.z}}"],
    ["{{ steps?.a }}", "{{ steps?.z }}"],
    ["{{ steps['a'].x }}", "{{ steps.z.x }}"],
    ['{{ steps["a"].x }}', "{{ steps.z.x }}"],
    ["{{ steps?.['a'] }}", "{{ steps?.z }}"],
    ["{{ steps.ab + input.steps.a }}", "{{ steps.ab + input.steps.a }}"],
    ["{{ `${steps.a} steps.a ${ [steps.a] }` }}", "{{ `${steps.z} steps.a ${ [steps.z] }` }}"],
    ["{{ xs.map(s => s + steps.a) }} steps.a", "{{ xs.map(s => s + steps.z) }} steps.a"],
    ["{{ ok ? steps.a : 1", "{{ ok ? steps.z : 1"],
  ])("Template_%s_FollowsTheNewId", (template, expected) => {
    expect(rename(template)).toBe(expected);
  });

  it("NewIdWithHyphen_IsWrittenInBrackets", () => {
    expect(rename("{{ steps.a.output + steps?.a }}", "my-step")).toBe("{{ steps['my-step'].output + steps?.['my-step'] }}");
  });

  it("TwoIdsThatSwap_AreSwappedOnce", () => {
    expect(
      renameSteps(
        "{{ steps.a + steps.b }}",
        new Map([
          ["a", "b"],
          ["b", "a"],
        ]),
      ),
    ).toBe("{{ steps.b + steps.a }}");
  });
});
