import { describe, expect, it } from "vitest";
import { ago, duration } from "./times";

describe("times", () => {
  const now = Date.parse("2026-01-31T12:00:00Z");

  it.each([
    ["2026-01-31T11:59:58Z", "just now"],
    ["2026-01-31T11:59:20Z", "40 seconds ago"],
    ["2026-01-31T09:00:00Z", "3 hours ago"],
    ["2026-01-30T11:00:00Z", "yesterday"],
    ["2026-01-31T12:05:00Z", "in 5 minutes"],
  ])("Ago_%s_Is_%s", (time, words) => expect(ago(time, now)).toBe(words));

  it.each([
    [0.2, "<1 ms"],
    [322.85, "323 ms"],
    [4200, "4.20 s"],
    [42_000, "42.0 s"],
    [192_000, "3 min 12 s"],
    [7_500_000, "2 h 5 min"],
    [180_000_000, "2 d 2 h"],
  ])("Duration_%d_Is_%s", (ms, words) => expect(duration(ms)).toBe(words));
});
