import { describe, expect, it } from "vitest";
import { limitText } from "./about";

describe("about", () => {
  it.each([
    [20_000, undefined, "20,000"],
    [10_485_760, "bytes", "10 MB"],
    [25_600, "bytes", "25 KB"],
    [100, "bytes", "100 bytes"],
  ])("Limit_%s_%s_IsTold", (most, unit, text) => {
    expect(limitText({ most, unit })).toBe(text);
  });
});
