import { describe, expect, it } from "vitest";
import { changesBetween } from "./changes";

describe("changesBetween", () => {
  it.each([
    ["abc", "abXc"],
    ["aaa", "aa"],
    ["", "x"],
    ["abcabc", "abc"],
    ["one two", "one three two"],
  ])("From_%s_To_%s_IsOneChange", (before, after) => {
    const change = changesBetween(before, after);
    expect(change && before.slice(0, change.from) + change.insert + before.slice(change.to)).toBe(after);
  });

  it("SameText_IsNone", () => expect(changesBetween("a", "a")).toBeUndefined());

  it("OneLetter_ChangesOnlyIt", () => expect(changesBetween("hello world", "hello_world")).toEqual({ from: 5, to: 6, insert: "_" }));
});
