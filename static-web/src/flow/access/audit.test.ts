import { describe, expect, it } from "vitest";
import { filterOf, noFilter, versionOf } from "./audit";

describe("audit", () => {
  it("FilterOf_WhatIsEmptyOrNoTime_IsLeftOut", () => {
    expect(filterOf(noFilter)).toEqual({});
    expect(filterOf({ ...noFilter, caller: " main:ada ", action: "flow.*", from: "2026-01-31T14:25Z", to: "soon" })).toEqual({
      caller: "main:ada",
      action: "flow.*",
      from: "2026-01-31T14:25:00.000Z",
    });
  });

  it("VersionOf_AStateOfAFlow_IsWhereItsDocumentIs", () => {
    expect(versionOf({ version: 3, document: "/api/flows/order-intake/versions/3" })).toEqual({ flow: "order-intake", version: 3 });
    expect(versionOf({ role: "editor" })).toBeUndefined();
    expect(versionOf({ document: "https://evil.example.org/api/flows/a/versions/3" })).toBeUndefined();
    expect(versionOf(undefined)).toBeUndefined();
  });
});
