import { describe, expect, it } from "vitest";
import type { Json } from "../json";
import { readValue, writeValue } from "./jsonText";

describe("jsonText", () => {
  it.each<[Json, string]>([
    ["{{ input.n }}", "{{ input.n }}"],
    ["plain text", "plain text"],
    ["12", '"12"'],
    ["true", '"true"'],
    ["", ""],
    [12, "12"],
    [{ a: 1 }, '{\n  "a": 1\n}'],
    ["[1", '"[1"'],
    [null, "null"],
  ])("Value_%j_IsWrittenAndReadBack", (value, text) => {
    expect(writeValue(value)).toBe(text);
    expect(readValue(text)).toEqual({ value });
  });

  it("BrokenJson_IsAProblem", () => {
    expect(readValue('{ "a": ').problem).toMatch(/^This is no JSON/);
    expect(readValue("{{ input.a").problem).toBeUndefined();
  });
});
