import { describe, expect, it } from "vitest";
import { flowIdOf, flowIdProblem } from "./flowIds";

describe("flowIds", () => {
  it.each([
    ["Order intake (new)", "order-intake-new"],
    ["1. Übung", "ubung"],
    ["---", ""],
    ["x".repeat(80), "x".repeat(63)],
  ])("Name_%s_Gives_%s", (name, id) => expect(flowIdOf(name)).toBe(id));

  it("Id_IsCheckedAsTheAppDoes", () => {
    expect(flowIdProblem("order-intake")).toBeUndefined();
    for (const bad of ["", "Order", "1a", "a_b", "a".repeat(64)]) expect(flowIdProblem(bad)).toBeDefined();
  });
});
