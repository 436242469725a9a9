import { describe, expect, it } from "vitest";
import { amountText, rangeText, shareOf } from "./limits";

describe("limits", () => {
  it.each([
    [1000, "runs", "1,000 runs"],
    [5_242_880, "bytes", "5 MB"],
    [undefined, "runs", "Not limited"],
  ])("AmountText_%s_%s", (value, unit, text) => expect(amountText(value, unit)).toBe(text));

  it.each([
    [{ most: 1000, unit: "runs", default: 1000 }, "From 1 to 1,000 runs. The default is 1,000 runs."],
    [{ most: Number.MAX_SAFE_INTEGER, unit: "runs" }, "A whole number from 1 on. Nothing is limited by default."],
  ])("RangeText_%j", (limit, text) => expect(rangeText(limit)).toBe(text));

  it.each([
    [12, 1000, 0.012],
    [1200, 1000, 1],
    [undefined, 1000, undefined],
    [3, undefined, undefined],
    [0, 0, undefined],
  ])("ShareOf_%s_Of_%s", (used, value, share) => expect(shareOf(used, value)).toBe(share));
});
