import { describe, expect, it } from "vitest";
import { applying, noPins, pinnedStart, pinOf, pinProblem, readPins, withPin, withPins, writePins } from "./pins";

const document = {
  id: "f",
  steps: {
    fetch: { type: "http" },
    loop: { type: "foreach", body: { steps: { deep: { type: "transform" } } } },
  },
};

describe("pins", () => {
  it("are read as they were written", () => {
    const pins = {
      ...withPin(withPin(noPins, "a", { output: null }), "b", { output: { n: 1 }, port: "true" }),
      trigger: { type: "webhook" },
    };
    expect(readPins(writePins(pins) ?? null)).toEqual(pins);
  });

  it("are not kept when there are none", () => {
    expect(writePins(withPin(withPin(noPins, "a", { output: 1 }), "a", undefined))).toBeUndefined();
  });

  it.each([null, "", "{", "[]", '{"steps":7}', '{"steps":{"a":7}}'])("are none in %j", (text) => {
    expect(readPins(text).steps.size).toBe(0);
  });

  it("apply to steps of the top only that are there", () => {
    const pins = ["fetch", "deep", "gone"].reduce((all, id) => withPin(all, id, { output: id }), noPins);
    expect([...applying(pins, document).keys()]).toEqual(["fetch"]);
    expect(pinnedStart({}, pins, document, undefined, "run").pins).toEqual({ fetch: { output: "fetch" } });
  });

  it("take a run along only to begin at a step", () => {
    expect(pinnedStart({ n: 1 }, noPins, document, undefined, "run")).toEqual({ input: { n: 1 }, pins: {} });
    expect(pinnedStart({ n: 1 }, noPins, document, "fetch", "run")).toEqual({ input: { n: 1 }, pins: {}, from: "fetch", runId: "run" });
  });

  it("come from what a step gave or failed with", () => {
    expect(pinOf({ status: "Succeeded", output: 1, port: "true" })).toEqual({ output: 1, port: "true" });
    expect(pinOf({ status: "Succeeded" })).toEqual({ output: null });
    expect(pinOf({ status: "Failed", error: { code: "Http.500", message: "No." } })).toEqual({
      error: { code: "Http.500", message: "No." },
    });
    expect(pinOf({ status: "Skipped" })).toBeUndefined();
  });

  it("need a port where the step has some", () => {
    expect(pinProblem({ output: 1 }, [])).toBeUndefined();
    expect(pinProblem({ output: 1, port: "true" }, ["true", "false"])).toBeUndefined();
    expect(pinProblem({ error: { code: "a", message: "b" } }, ["true", "false"])).toBeUndefined();
    expect(pinProblem({ output: 1, port: "old" }, ["true", "false"])).toContain("no port “old” any more. Choose");
    expect(pinProblem({ output: 1 }, ["true", "false"])).toBe("Choose the port that the step leaves through: true, false.");
    expect(pinProblem({ output: 1, port: "old" }, [])).toContain("no port “old”");
  });

  it("take the place of what a run gave, as expressions see it", () => {
    const run = {
      input: { n: 1 },
      trigger: { type: "http" },
      steps: new Map([["fetch", { status: "Failed", error: { code: "Http.500" } }]]),
    };
    const pins = { ...withPin(noPins, "fetch", { output: 7 }), trigger: { type: "webhook" } };
    expect(withPins(run, pins, document)).toEqual({
      input: { n: 1 },
      trigger: { type: "webhook" },
      steps: new Map([["fetch", { status: "Succeeded", output: 7 }]]),
    });
    const failing = withPin(noPins, "fetch", { error: { code: "Test.No", message: "No." } });
    expect(withPins(undefined, failing, document)?.steps.get("fetch")).toEqual({
      status: "Failed",
      error: { code: "Test.No", message: "No." },
    });
    expect(withPins(run, noPins, document)).toBe(run);
  });
});
