import { describe, expect, it } from "vitest";
import { fitsLine } from "./lines";
import { stackText } from "./stack";
import { configurationOf, maxCode, placeOf, trialProblem } from "./trial";

describe("fitsLine", () => {
  const line = { at: "", level: "warning", message: "Disk nearly full", step: "save" };
  it.each([
    ["", "debug", true],
    ["", "error", false],
    ["DISK", "info", true],
    ["save", "warning", true],
    ["empty", "debug", false],
  ])("Search_%j_Level_%s", (search, level, expected) => expect(fitsLine(line, search, level)).toBe(expected));
});

describe("trial", () => {
  const trial = { runtime: "python", code: "x", input: 1, secrets: [], hasNetwork: false } as const;

  it("StoredFile_RunsAsItself", () =>
    expect(configurationOf({ ...trial, ...placeOf("intake/lib/a.py", true) })).toEqual({
      runtime: "python",
      file: "lib/a.py",
      input: "{{ input }}",
    }));

  it("ChangedFile_RunsAsCodeInItsFolder", () => {
    const place = placeOf("intake/a.py", false);
    expect([place, configurationOf({ ...trial, ...place, secrets: ["KEY"], hasNetwork: true })]).toEqual([
      { flow: "intake" },
      { runtime: "python", code: "x", input: "{{ input }}", secrets: ["KEY"], network: "outbound" },
    ]);
  });

  it.each(["a.py", "No Flow/a.py"])("File_%s_OutsideOfFlows_HasNoFolder", (path) => expect(placeOf(path, true)).toEqual({}));

  it("Problem_OnlyForCodeThatCannotBeSent", () =>
    expect([
      trialProblem({ code: "x" }),
      trialProblem({ code: "x".repeat(maxCode + 1), file: "a" }),
      trialProblem({ code: "x".repeat(maxCode + 1) }),
      trialProblem({ code: " " }),
    ]).toEqual([undefined, undefined, "It is too long to be run unsaved. Save it first.", "There is no code yet."]));
});

describe("stackText", () => {
  it("Frames_AreLines", () =>
    expect(stackText({ stack: [{ file: "a.py", line: 3, function: "main" }, { file: "b.py" }] })).toBe("a.py:3  main\nb.py"));
  it("NoFrames_IsNone", () =>
    expect([stackText(undefined), stackText({}), stackText({ stack: [] })]).toEqual([undefined, undefined, undefined]));
});
