import { describe, expect, it } from "vitest";
import type { Json } from "../json";
import { exampleOf } from "./example";

describe("exampleOf", () => {
  it.each<[Json | undefined, Json]>([
    [undefined, {}],
    [true, {}],
    [
      {
        type: "object",
        required: ["n", "s"],
        properties: { n: { type: "integer", minimum: 3 }, s: { type: "string" }, other: { type: "string" } },
      },
      { n: 3, s: "" },
    ],
    [{ type: ["string", "null"] }, ""],
    [{ enum: ["a", "b"] }, "a"],
    [{ type: "string", default: "x", examples: ["y"] }, "x"],
    [{ type: "array", minItems: 1, items: { type: "boolean" } }, [false]],
    [{ type: "array" }, []],
  ])("Schema_%j_Gives_%j", (schema, value) => expect(exampleOf(schema)).toEqual(value));
});
