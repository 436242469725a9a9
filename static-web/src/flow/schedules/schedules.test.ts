import { describe, expect, it } from "vitest";
import { cronInWords, everyInWords } from "./cron";
import { placeTimes } from "./timeline";
import { windowOf, windowProblem } from "./window";

describe("schedules", () => {
  it.each([
    ["0 2 * * *", "at 02:00, every day"],
    ["30 2,14 * * *", "at 02:30 and 14:30, every day"],
    ["15 30 2 * * *", "at 02:30:15, every day"],
    ["*/5 * * * *", "every 5 minutes"],
    ["* * * * *", "every minute"],
    ["*/10 * * * * *", "every 10 seconds"],
    ["30 * * * *", "at minute 30 of every hour"],
    ["0 */6 * * *", "every 6 hours"],
    ["15 */6 * * *", "every 6 hours, at minute 15"],
    ["@hourly", "every hour"],
    ["@weekly", "at 00:00, on Sunday"],
    ["*/5 8-18 * * MON-FRI", "every 5 minutes in the hours 08 to 18, on Monday to Friday"],
    ["0 9 L * *", "at 09:00, on the last day of the month"],
    ["0 9 1,15 * *", "at 09:00, on day 1 and 15 of the month"],
    ["0 9 * * 1#1", "at 09:00, on the first Monday of the month"],
    ["0 9 * * 5L", "at 09:00, on the last Friday of the month"],
    ["0 9 1 * 1", "at 09:00, on day 1 of the month or on Monday"],
    ["0 0 1 1,JUL *", "at 00:00, on day 1 of the month, in January and July"],
  ])("Cron_%s_IsToldInWords", (cron, words) => {
    expect(cronInWords(cron)).toBe(words);
  });

  it.each(["", "0 2 * *", "every day", "61 2 x * *", "0 2 */3 * *"])("Cron_%s_HasNoWords", (cron) => {
    expect(cronInWords(cron)).toBeUndefined();
  });

  it("Every_IsToldWithItsUnits", () => {
    expect(everyInWords("1h30m")).toBe("every 1 h 30 min");
    expect(everyInWords("soon")).toBeUndefined();
  });

  it("Timeline_ShowsTimesBetweenNowAndTheLast", () => {
    expect(placeTimes([1_500, 2_000, 3_000], 1_000)).toEqual([0.25, 0.5, 1]);
    expect(placeTimes([], 1_000)).toEqual([]);
    expect(placeTimes([1_000], 1_000)).toEqual([1]);
  });

  it("Window_OfTheLastDay_CanBeAskedFor", () => {
    const now = Date.parse("2026-11-21T12:34:56Z");
    const window = windowOf(now);
    expect(Date.parse(window.to) - Date.parse(window.from)).toBe(86_400_000);
    expect(windowProblem(window, now)).toBeUndefined();
    expect(windowProblem({ from: window.to, to: window.from }, now)).toMatch("after the start");
    expect(windowProblem({ ...window, to: "2999-01-01T00:00" }, now)).toMatch("must have passed");
    expect(windowProblem({ from: "", to: window.to }, now)).toMatch("Fill in");
  });
});
