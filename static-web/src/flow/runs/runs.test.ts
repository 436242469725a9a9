import { describe, expect, it } from "vitest";
import type { Run, RunEvent, RunStep, StepStatus } from "../../api/runs";
import { sample } from "../testing";
import { follow, maxLines, startOf, withSteps } from "./liveRun";
import { overlay, takenEdges } from "./overlay";
import { timelineOf } from "./timeline";

const step = (path: string, status: StepStatus, more: Partial<RunStep> = {}): RunStep => ({
  path,
  id: path.split("/").at(-1)?.replace(/\[.*/, "") ?? path,
  type: "transform",
  status,
  attempt: 1,
  ...more,
});

const run = (steps: RunStep[]): Run => ({
  id: "r",
  flowId: "f",
  status: "Running",
  planHash: "h",
  waitingFor: [],
  steps,
  stepCount: steps.length,
});

describe("follow", () => {
  it("Events_ChangeStepsRunAndWaiting", () => {
    const live = follow(undefined, [
      { event: "snapshot", data: run([step("a", "Running")]) },
      { event: "step", data: step("a", "Succeeded", { output: 1 }) },
      { event: "step", data: step("b", "Waiting") },
      { event: "waiting", data: { waitingFor: [{ kind: "Signal", message: "go" }] } },
      { event: "log", data: { at: "t", level: "info", source: "step", message: "hi" } },
    ]);
    expect([...(live?.steps.values() ?? [])].map((one) => [one.path, one.status])).toEqual([
      ["a", "Succeeded"],
      ["b", "Waiting"],
    ]);
    expect(live?.run.waitingFor).toHaveLength(1);
    expect(live?.lines).toHaveLength(1);
    expect(live?.ended).toBe(false);
  });

  it("End_TellsTheStatusAndThatNothingFollows", () => {
    const live = follow(startOf(run([])), [
      { event: "run", data: { id: "r", flowId: "f", status: "Failed", error: { code: "X", message: "m" } } },
      { event: "end", data: { status: "Failed" } },
    ]);
    expect(live).toMatchObject({ ended: true, run: { status: "Failed", error: { code: "X" }, planHash: "h" } });
  });

  it("SeenTwice_DoesNoHarm", () => {
    const events: RunEvent[] = [{ event: "step", data: step("a", "Succeeded") }];
    const once = follow(startOf(run([])), events);
    expect(follow(once, events)?.steps).toEqual(once?.steps);
  });

  it("AnotherSnapshot_TakesTheStepsPlaceAndKeepsTheLines", () => {
    const live = follow(startOf(run([step("a", "Running")])), [
      { event: "log", data: { at: "t", level: "info", source: "step", message: "hi" } },
      { event: "snapshot", data: run([step("b", "Running")]) },
    ]);
    expect([...(live?.steps.keys() ?? [])]).toEqual(["b"]);
    expect(live?.lines).toHaveLength(1);
  });

  it("BeforeASnapshot_NothingIsKnown", () => {
    expect(follow(undefined, [{ event: "end", data: { status: "Failed" } }])).toBeUndefined();
  });

  it("ManyLines_KeepTheNewest", () => {
    const events = Array.from({ length: maxLines + 10 }, (_, i): RunEvent => ({
      event: "log",
      data: { at: "t", level: "info", source: "step", message: String(i) },
    }));
    const live = follow(startOf(run([])), events);
    expect(live?.lines).toHaveLength(maxLines);
    expect(live?.lines[0]?.message).toBe("10");
  });

  it("LaterPages_DoNotOverwriteWhatEventsTold", () => {
    const live = withSteps(startOf(run([step("a", "Succeeded")])), [step("a", "Running"), step("b", "Running")]);
    expect(live.steps.get("a")?.status).toBe("Succeeded");
    expect(live.steps.size).toBe(2);
  });
});

describe("overlay", () => {
  it.each<[StepStatus, string]>([
    ["Pending", "idle"],
    ["Running", "running"],
    ["Retrying", "waiting"],
    ["Waiting", "waiting"],
    ["Succeeded", "succeeded"],
    ["TimedOut", "failed"],
    ["Skipped", "skipped"],
    ["Cancelled", "cancelled"],
  ])("Status_%s_LooksLike_%s", (status, phase) => {
    expect(overlay([step("a", status)]).get("a")?.phase).toBe(phase);
  });

  it("Iterations_AreCountedAndTheOneThatFailedIsShown", () => {
    const states = overlay([
      step("loop", "Running", { iterations: { total: 3, finished: 1 } }),
      step("loop[0]/get", "Succeeded"),
      step("loop[1]/get", "Failed"),
      step("loop[2]/get", "Running"),
    ]);
    expect(states.get("loop")).toMatchObject({ phase: "running", iterations: { total: 3, finished: 1 }, counts: undefined });
    const get = states.get("get");
    expect(get).toMatchObject({ phase: "failed", path: "loop[1]/get" });
    expect([...(get?.counts ?? [])]).toEqual([
      ["succeeded", 1],
      ["failed", 1],
      ["running", 1],
    ]);
  });

  it("TakenEdges_FollowPortsAndFailures", () => {
    const steps = [
      step("a", "Succeeded"),
      step("b", "Failed"),
      step("c", "Succeeded", { port: "true" }),
      step("d", "Succeeded"),
      step("loop", "Running"),
    ];
    const taken = takenEdges(sample(), overlay(steps), new Map(steps.map((one) => [one.path, one])));
    expect([...taken].sort()).toEqual(["a>b:success:", "a>c:success:", "b>loop:failure:", "c>d:success:true", "d>loop:success:"]);
  });

  it("5000Iterations_GiveOneStateForEachStep", () => {
    let reads = 0;
    const steps = Array.from({ length: 5000 }, (_, i) => ({
      ...step(`loop[${i}]/get`, "Succeeded"),
      get status(): StepStatus {
        reads++;
        return "Succeeded";
      },
    }));
    const states = overlay(steps);
    expect(states.size).toBe(1);
    expect(states.get("get")?.counts?.get("succeeded")).toBe(5000);
    expect(reads).toBe(5000);
  });
});

describe("timelineOf", () => {
  it("Attempts_AreBarsFromTheStartOfTheRun", () => {
    const at = (ms: number) => new Date(1_000_000 + ms).toISOString();
    const timeline = timelineOf(
      at(0),
      [
        step("b", "Running", {
          attempts: [
            { number: 1, startedAt: at(50), endedAt: at(60), error: { code: "X", message: "" } },
            { number: 2, startedAt: at(70) },
          ],
        }),
        step("a", "Succeeded", { attempts: [{ number: 1, startedAt: at(0), endedAt: at(40) }] }),
        step("c", "Skipped"),
      ],
      1_000_100,
    );
    expect(timeline.bars).toEqual([
      { path: "a", attempt: 1, phase: "succeeded", from: 0, to: 40 },
      { path: "b", attempt: 1, phase: "failed", from: 50, to: 60 },
      { path: "b", attempt: 2, phase: "running", from: 70, to: 100 },
    ]);
    expect(timeline.length).toBe(100);
    expect(timelineOf(undefined, [], 5).length).toBe(1);
  });
});
