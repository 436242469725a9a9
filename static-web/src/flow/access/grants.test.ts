import { describe, expect, it } from "vitest";
import { flowsProblem, grantText, personProblem } from "./grants";

describe("grants", () => {
  it.each([
    [{ role: "viewer" }, "Viewer"],
    [{ role: "editor", flows: "billing-*" }, "Editor of billing-*"],
    [{ role: "viewer", permissions: ["runs.start", "new.one"] }, "Viewer, start runs, new.one"],
    [{ role: "ruler" }, "ruler"],
    [undefined, "Nothing that this version of the app knows"],
  ])("GrantText_%j_Is_%s", (grant, text) => expect(grantText(grant)).toBe(text));

  it.each(["", "order-intake", "billing-*"])("FlowsProblem_%j_HasNone", (text) => expect(flowsProblem(text)).toBeUndefined());
  it.each(["*", "a*b", "Billing", "a b"])("FlowsProblem_%j_HasOne", (text) => expect(flowsProblem(text)).toBeDefined());
  it.each(["main:8f2c", "key:0a"])("PersonProblem_%j_HasNone", (id) => expect(personProblem(id)).toBeUndefined());
  it.each(["", "ada", ":", "main:a b"])("PersonProblem_%j_HasOne", (id) => expect(personProblem(id)).toBeDefined());
});
