import { describe, expect, it } from "vitest";
import { dependsOnFlow, firstWorkspace, mayWorkAnywhere, refusalOf, rolesIn, workspacesOf, type Person } from "./permissions";

const person = (changes: Partial<Person> = {}): Person => ({
  workspace: "default",
  permissions: ["me.read", "flows.read"],
  missing: { "flows.write": "editor" },
  roles: [{ workspace: "default", role: "viewer" }],
  ...changes,
});

describe("refusalOf", () => {
  it("WhatIsMissing_NamesTheRoleThatHasIt", () =>
    expect(refusalOf(person(), "flows.write")).toBe(
      "This takes the role editor. You are viewer here. Ask an admin of the workspace default.",
    ));

  it("WhatIsThere_OrNotKnown_IsNoRefusal", () => {
    expect(refusalOf(person(), "flows.read")).toBeUndefined();
    expect(refusalOf(undefined, "flows.write")).toBeUndefined();
  });

  it("WithoutARole_SaysSo", () => expect(refusalOf(person({ roles: [] }), "flows.write")).toContain("You have no role here."));

  it("RoleOfSomeFlows_IsNamedWithThem", () => {
    const some = person({ roles: [{ workspace: "default", role: "editor", flows: "billing-*" }] });
    expect(rolesIn(some, "default")).toEqual(["editor of billing-*"]);
    expect([dependsOnFlow(some), dependsOnFlow(person()), dependsOnFlow(undefined)]).toEqual([true, false, false]);
  });
});

describe("workspaces", () => {
  const two = person({
    roles: [
      { workspace: "north", role: "viewer" },
      { workspace: "acme", role: "editor" },
      { workspace: "north", role: "editor", flows: "x" },
    ],
  });
  const root = person({ roles: [{ workspace: "*", role: "admin" }] });

  it("WorkspacesOf_AreThoseWithARole_AndTheOneThatIsOpen", () => {
    expect(workspacesOf({ ...two, workspace: "north" })).toEqual(["acme", "north"]);
    expect(workspacesOf(root)).toEqual(["default"]);
    expect([mayWorkAnywhere(root), mayWorkAnywhere(two)]).toEqual([true, false]);
  });

  it.each([
    [two, undefined, "north"],
    [two, "acme", "acme"],
    [two, "gone", "north"],
    [person(), "gone", "default"],
    [root, "anything", "anything"],
    [root, undefined, "default"],
    [person({ roles: [] }), "gone", undefined],
  ])("FirstWorkspace_%#", (who, last, expected) => expect(firstWorkspace(who, last)).toBe(expected));
});
