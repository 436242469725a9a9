import { describe, expect, it } from "vitest";
import type { JsonObject } from "../json";
import {
  canShow,
  choicesOf,
  constantsOf,
  fieldKind,
  fieldsOf,
  itemSchema,
  placeholderOf,
  shownFields,
  titleOf,
  variantOf,
  variantsOf,
  withMember,
} from "./fields";

describe("fieldKind", () => {
  it.each<[string, JsonObject]>([
    ["choice", { enum: ["a", "b"] }],
    ["text", { type: "string", minLength: 1 }],
    ["longText", { type: "string", maxLength: 262144 }],
    ["number", { type: "integer" }],
    ["boolean", { type: "boolean" }],
    ["object", { type: "object", properties: { a: {} } }],
    ["map", { type: "object", additionalProperties: { type: "string" } }],
    ["json", { type: "object" }],
    ["json", { type: ["array", "object"] }],
    ["json", {}],
    ["list", { type: "array", items: { type: "string" } }],
    ["list", { type: "array", items: { type: "object", properties: { a: {} }, oneOf: [{ required: ["a"] }] } }],
    ["json", { type: "array", items: { anyOf: [{ type: "integer" }, { type: "string" }] } }],
    ["variants", { oneOf: [{ properties: { t: { const: 1 } } }, { properties: { t: { const: 2 } } }] }],
    ["object", { type: "object", properties: { a: {} }, oneOf: [{ required: ["a"] }] }],
  ])("Schema_%s_%j", (kind, schema) => {
    expect(fieldKind(schema)).toBe(kind);
  });
});

describe("shownFields", () => {
  const schema: JsonObject = { oneOf: [{ required: ["file"] }, { required: ["code"] }], properties: { runtime: {}, file: {}, code: {} } };
  it.each<[JsonObject, string[]]>([
    [{}, ["runtime", "file", "code"]],
    [{ file: "a.py" }, ["runtime", "file"]],
    [{ code: "x" }, ["runtime", "code"]],
  ])("Of_%j_OnlyWhatFits", (value, names) => expect(shownFields(schema, schema, value).map((field) => field.name)).toEqual(names));
});

describe("fields", () => {
  const root: JsonObject = {
    $defs: { port: { type: "string", pattern: "x" } },
    required: ["b"],
    properties: { a: { $ref: "#/$defs/port", title: "Port" }, b: { type: "number" }, bad: true },
  };

  it("References_ArePutIn", () => {
    expect(fieldsOf(root, root)).toEqual([
      { name: "a", schema: { type: "string", pattern: "x", title: "Port" }, required: false },
      { name: "b", schema: { type: "number" }, required: true },
    ]);
    expect(itemSchema({ items: { $ref: "#/$defs/port" } }, root)).toEqual({ type: "string", pattern: "x" });
  });

  it("Variants_AreToldApartByConstants", () => {
    const variants = variantsOf({
      oneOf: [{ properties: { type: { const: "basic" }, user: {} } }, { properties: { type: { const: "bearer" } } }],
    });
    expect(variantOf(variants, { type: "bearer", token: "x" })).toBe(1);
    expect(variantOf(variants, undefined)).toBe(-1);
    expect(constantsOf(variants[0] ?? {})).toEqual({ type: "basic" });
    expect(variantsOf({ oneOf: [{ required: ["a"] }] })).toEqual([]);
  });

  it("CanShow_ExpressionWhereANumberIsAsked_IsNotShownAsOne", () => {
    expect(canShow("number", "{{ input.n }}")).toBe(false);
    expect(canShow("number", 3)).toBe(true);
    expect(canShow("choice", "{{ input.n }}")).toBe(false);
    expect(canShow("text", "{{ input.n }}")).toBe(true);
    expect(canShow("list", "{{ input.n }}")).toBe(false);
    expect(canShow("map", undefined)).toBe(true);
  });

  it("TitlesPlaceholdersAndChoices_ComeFromTheSchema", () => {
    expect(titleOf("x", { title: "X!" })).toBe("X!");
    expect(titleOf("x", {})).toBe("x");
    expect(placeholderOf({ default: 5, examples: ["a"] })).toBe("5");
    expect(placeholderOf({ examples: ["a"] })).toBe("a");
    expect(placeholderOf({ default: null })).toBeUndefined();
    expect(choicesOf({ enum: ["a", 1, "b"] })).toEqual(["a", "b"]);
  });

  it("WithMember_SetAndTakenAway_KeepsTheOthersInPlace", () => {
    expect(Object.keys(withMember({ a: 1, b: 2, c: 3 }, "b", 5))).toEqual(["a", "b", "c"]);
    expect(withMember({ a: 1, b: 2 }, "a", undefined)).toEqual({ b: 2 });
    expect(withMember(undefined, "a", 1)).toEqual({ a: 1 });
  });
});
