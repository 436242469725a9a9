import { describe, expect, it } from "vitest";
import { canonical, equalJson } from "./json";
import { parsePointer, toPointer } from "./pointer";
import { getAt, mapTexts, removeAt, renameMembers, setAt } from "./tree";

describe("tree", () => {
  it("setAt_ExistingMember_KeepsOrderAndSharesTheRest", () => {
    const before = { a: { x: 1 }, b: { y: [1, 2] }, c: 3 };
    const after = setAt(before, ["b", "y", 1], 5) as typeof before;
    expect(JSON.stringify(after)).toBe('{"a":{"x":1},"b":{"y":[1,5]},"c":3}');
    expect(after.a).toBe(before.a);
    expect(before.b.y[1]).toBe(2);
  });

  it("setAt_MissingObjects_AreMade", () => {
    expect(setAt({ a: 1 }, ["b", "c"], true)).toEqual({ a: 1, b: { c: true } });
    expect(setAt({ a: [1] }, ["a", 1], 2)).toEqual({ a: [1, 2] });
  });

  it("setAt_SameValue_GivesTheSameObject", () => {
    const before = { a: { x: 1 } };
    expect(setAt(before, ["a", "x"], 1)).toBe(before);
  });

  it("removeAt_MemberElementAndNothing_LeavesTheRest", () => {
    const before = { a: [1, 2, 3], b: 1 };
    expect(removeAt(before, ["a", 1])).toEqual({ a: [1, 3], b: 1 });
    expect(removeAt(before, ["b"])).toEqual({ a: [1, 2, 3] });
    expect(removeAt(before, ["c", "d"])).toBe(before);
  });

  it("renameMembers_Name_KeepsItsPlace", () => {
    expect(Object.keys(renameMembers({ a: 1, b: 2, c: 3 }, new Map([["b", "z"]])))).toEqual(["a", "z", "c"]);
  });

  it("getAt_InheritedMembers_AreNotThere", () => {
    expect(getAt({ a: 1 }, ["toString"])).toBeUndefined();
    expect(getAt({ a: [{ b: 2 }] }, ["a", 0, "b"])).toBe(2);
  });

  it("mapTexts_NothingChanges_GivesTheSameObject", () => {
    const value = { a: ["x", { b: "y" }], c: 1 };
    expect(mapTexts(value, (text) => text)).toBe(value);
    expect(mapTexts(value, (text, path) => (path.at(-1) === "b" ? "z" : text))).toEqual({ a: ["x", { b: "z" }], c: 1 });
  });

  it("pointer_SpecialCharacters_AreEscapedBothWays", () => {
    expect(toPointer(["a/b", "c~d", 0])).toBe("/a~1b/c~0d/0");
    expect(parsePointer("/a~1b/c~0d/0")).toEqual(["a/b", "c~d", "0"]);
    expect(parsePointer("")).toEqual([]);
    expect(parsePointer("a")).toBeUndefined();
  });

  it("equalJson_OrderOfMembers_DoesNotMatterThatOfElementsDoes", () => {
    expect(equalJson({ a: 1, b: [1, 2] }, { b: [1, 2], a: 1 })).toBe(true);
    expect(equalJson([1, 2], [2, 1])).toBe(false);
    expect(equalJson({ a: 1 }, { a: 1, b: null })).toBe(false);
    expect(canonical({ b: 1, a: [{ d: 1, c: "x" }] })).toBe(canonical({ a: [{ c: "x", d: 1 }], b: 1 }));
  });
});
