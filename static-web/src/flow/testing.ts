import type { StepType } from "./catalog";
import { toCatalog } from "./catalog";
import type { JsonObject } from "./json";

/** A step type for tests; only what a test names differs from a plain one. */
export function stepType(id: string, more: Partial<StepType> = {}): StepType {
  return {
    id,
    title: id,
    description: "",
    category: "Test",
    icon: "box",
    pure: true,
    loop: false,
    ports: [],
    secretInputs: [],
    literalInputs: [],
    fileInputs: [],
    with: {},
    output: {},
    ...more,
  };
}

export const catalog = toCatalog([
  stepType("transform"),
  stepType("http", {
    output: { type: "object", properties: { status: { type: "integer" }, headers: { type: "object" }, body: {} } },
  }),
  stepType("condition", { ports: ["true", "false"] }),
  stepType("switch", { ports: ["default"] }),
  stepType("script", { literalInputs: ["code"] }),
  stepType("foreach", { loop: true }),
  stepType("repeat", { loop: true }),
]);

/** A flow with a diamond, a loop with two steps in it, and members that no schema knows. */
export function sample(): JsonObject {
  return {
    $schema: "x",
    id: "sample",
    custom: { kept: true },
    input: {
      type: "object",
      properties: { n: { type: "integer" }, lines: { type: "array", items: { type: "object", properties: { sku: { type: "string" } } } } },
    },
    steps: {
      a: { type: "transform", with: { value: "{{ input.n }}" }, extra: 1 },
      b: { type: "http", with: { url: "https://x/{{ steps.a.output }}" } },
      c: { type: "condition", with: { if: "{{ steps.a.output > 1 }}" } },
      d: { type: "transform", with: { value: { one: "{{ steps.b?.output.body }}", two: "{{ steps['c'].output }}" } } },
      loop: {
        type: "foreach",
        with: { items: "{{ input.lines }}" },
        body: {
          steps: {
            get: { type: "http", with: { url: "{{ item.sku }}/{{ steps.a.output }}" } },
            put: { type: "script", with: { code: "steps.get // {{ steps.get.output }}", input: "{{ steps.get.output.body }}" } },
          },
          edges: [{ from: "get", to: "put" }],
          output: "{{ steps.put.output }}",
        },
      },
    },
    edges: [
      { from: "a", to: "b" },
      { from: "a", to: "c" },
      { from: "b", to: "d" },
      { from: "c", port: "true", to: "d" },
      { from: "d", to: "loop" },
      { from: "b", on: "failure", to: "loop" },
    ],
    output: "{{ steps.loop.output }}",
    settings: { concurrency: { limit: 1, key: "{{ input.n }}" } },
    layout: { a: { x: 0, y: 100 }, b: { x: 240, y: 0 }, c: { x: 240, y: 200 }, d: { x: 480, y: 100 } },
  };
}

/** A flow of many steps in layers, each joined to two of the layer before. */
export function large(count: number, width = 20): JsonObject {
  const ids = Array.from({ length: count }, (_, i) => `s${i}`);
  const edges = ids.flatMap((id, i) =>
    i < width
      ? []
      : [
          { from: `s${i - width}`, to: id },
          { from: `s${i - width - (i % width === 0 ? -(width - 1) : 1)}`, to: id },
        ],
  );
  return {
    id: "large",
    steps: Object.fromEntries(
      ids.map((id, i) => [id, { type: "transform", with: { value: i < width ? "{{ input.n }}" : `{{ steps.s${i - width}.output }}` } }]),
    ),
    edges: edges.filter((edge) => edge.from !== "s-1"),
  };
}
