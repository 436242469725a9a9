import { expect, it } from "vitest";
import { eventWords } from "./eventWords";

it.each([
  ["runStarted", undefined, "Run started"],
  ["stepCompleted", { outcome: "failed", error: {} }, "Step completed: failed"],
  ["timerFired", "none", "Timer fired"],
] as const)("EventWords_%s_AreWords", (event, outcome, words) => expect(eventWords(event, outcome)).toBe(words));
