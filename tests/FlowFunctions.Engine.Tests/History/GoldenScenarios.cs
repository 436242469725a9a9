using FlowFunctions.Engine.Payloads;
using FlowFunctions.Engine.Runs;
using FlowFunctions.Engine.Steps;
using FlowFunctions.Flows.Plans;

namespace FlowFunctions.Engine.Tests.History;

/// <summary>The runs whose histories are checked in. A new rule gets a new scenario; an old file never changes.</summary>
internal static class GoldenScenarios
{
    public static IReadOnlyDictionary<string, Func<RunDriver>> All { get; } =
        new SortedDictionary<string, Func<RunDriver>>(StringComparer.Ordinal)
        {
            ["condition-and-merge"] = ConditionAndMerge,
            ["joins"] = Joins,
            ["handled-failure"] = HandledFailure,
            ["unhandled-failure-with-clean-up"] = UnhandledFailure,
            ["retries-and-timeouts"] = RetriesAndTimeouts,
            ["signals-and-pause"] = SignalsAndPause,
            ["cancel"] = Cancel,
            ["foreach-collect"] = ForeachCollect,
            ["foreach-in-chunks"] = ForeachInChunks,
            ["chunk-of-a-foreach"] = ChunkOfForeach,
            ["repeat"] = Repeat,
            ["subflow"] = Subflow,
            ["stop"] = Stop,
            ["rerun-with-seeds"] = RerunWithSeeds,
        };

    private static RunDriver ConditionAndMerge() => new RunDriver(
            PlanBuilder
                .Of("fetch", "big", "score", "done")
                .Edge("fetch", "big")
                .Edge("big", "score", port: "true")
                .Edge("big", "done", port: "false")
                .Edge("score", "done"),
            new RunStart
            {
                RunId = "order",
                PlanHash = "test",
                Input = Payload.Parse("{\"orderId\":\"A-1\"}"),
                Trigger = Payload.Parse("{\"type\":\"http\"}"),
                Env = Payload.Parse("{\"API\":\"http://127.0.0.1\"}"),
            }
        ).Succeed("fetch", output: "{\"total\":120}").Succeed("big", port: "true").Succeed("score", output: "0.7").Succeed("done", output: "\"ü\"").Finish("{\"ok\":true}");

    private static RunDriver Joins()
    {
        var plan = PlanBuilder.Of("a", "b", "c");
        foreach (var join in Enum.GetValues<JoinRule>())
        {
            var id = $"j{(int)join}";
            plan.Step(id, step => step with { Join = join });
            plan.Edge("a", id).Edge("b", id, port: "x").Edge("c", id);
        }

        return new RunDriver(plan.Settings(new PlanSettings { OnFailure = FailureMode.FinishOthers }))
            .Succeed("b", port: "y")
            .Succeed("a")
            .Fail("c")
            .Succeed("j2")
            .Succeed("j3");
    }

    private static RunDriver HandledFailure() =>
        new RunDriver(
            PlanBuilder
                .Of("a", "b", "alert", "done")
                .Edge("a", "b")
                .Edge("a", "alert", EdgeCondition.Failure)
                .Edge("b", "done")
                .Edge("alert", "done")
        )
            .Fail("a")
            .Succeed("alert")
            .Succeed("done")
            .Finish();

    private static RunDriver UnhandledFailure() =>
        new RunDriver(
            PlanBuilder
                .Of("a", "slow", "wait", "clean", "never")
                .Edge("a", "clean", EdgeCondition.Always)
                .Edge("slow", "never")
        )
            .Answer("wait", new StepOutcome.Waiting(null, "go"))
            .Fail("a", code: "Http.404")
            .Succeed("slow")
            .Succeed("clean");

    private static RunDriver RetriesAndTimeouts() => new RunDriver(
            new PlanBuilder()
                .Step(
                    "a",
                    step =>
                        step with
                        {
                            Timeout = TimeSpan.FromSeconds(30),
                            Retry = new RetryPolicy
                            {
                                MaxAttempts = 4,
                                Delay = TimeSpan.FromSeconds(2),
                                NeverOn = ["Http.4*"],
                            },
                        }
                )
                .Settings(new PlanSettings { Timeout = TimeSpan.FromHours(1) })
        ).Fail("a", retryable: true).Advance(TimeSpan.FromSeconds(2)).Advance(TimeSpan.FromSeconds(30)).Advance(TimeSpan.FromSeconds(10)).Succeed("a", output: "3").Finish();

    private static RunDriver SignalsAndPause() =>
        new RunDriver(PlanBuilder.Of("a", "b", "c").Edge("a", "c").Edge("b", "c"))
            .Signal("early", "1")
            .Answer("a", new StepOutcome.Waiting(RunDriver.Start.AddMinutes(5), "early", Payload.Parse("\"who\"")))
            .Answer("b", new StepOutcome.Waiting(RunDriver.Start.AddMinutes(1), Signal: null))
            .Control(RunControl.Pause)
            .Advance(TimeSpan.FromMinutes(2))
            .Succeed("a")
            .Control(RunControl.Resume)
            .Succeed("b")
            .Succeed("c")
            .Finish();

    private static RunDriver Cancel() =>
        new RunDriver(PlanBuilder.Of("a", "clean", "next").Edge("a", "clean", EdgeCondition.Always).Edge("a", "next"))
            .Control(RunControl.Cancel)
            .Fail("a", code: ErrorCodes.Cancelled)
            .Succeed("clean");

    private static RunDriver ForeachCollect() =>
        new RunDriver(new PlanBuilder().Loop("each", PlanBuilder.Of("x", "y").Edge("x", "y")))
            .Answer("each", Over("[10,20,30]", concurrency: 2))
            .Succeed("each[1]/x")
            .Fail("each[0]/x", code: "Boom")
            .Succeed("each[1]/y")
            .Succeed("each[1]/$output", output: "21")
            .Succeed("each[2]/x")
            .Succeed("each[2]/y")
            .Succeed("each[2]/$output", output: "31")
            .Succeed("each", output: "[]")
            .Finish();

    private static RunDriver ForeachInChunks() =>
        new RunDriver(new PlanBuilder().Loop("each", PlanBuilder.Of("x")))
            .Answer("each", Over(Machine.LoopTests.Numbers(201), concurrency: 3))
            .AnswerChild("run~2", Machine.LoopTests.Done("[0]"))
            .AnswerChild("run~3", Machine.LoopTests.Done("[1]"))
            .Succeed("each", output: "[0,1]")
            .Finish();

    private static RunDriver ChunkOfForeach() => new RunDriver(
            new PlanBuilder().Loop("each", PlanBuilder.Of("x")),
            new RunStart
            {
                RunId = "run~3",
                PlanHash = "test",
                ParentRunId = "run",
                Chunk = new LoopChunk
                {
                    LoopId = "each",
                    Path = "outer[4]/each",
                    First = 200,
                    Count = 1,
                    Items = Payload.Parse("[\"last\"]"),
                    Captured = RunStart.NoSteps.Add("a", new StepView(StepStatus.Succeeded, Payload.Parse("1"), null)),
                },
            }
        ).Succeed("outer[4]/each[200]/x").Succeed("outer[4]/each[200]/$output", output: "5").Succeed("outer[4]/each", output: "[5]");

    private static RunDriver Repeat() =>
        new RunDriver(new PlanBuilder().Loop("poll", PlanBuilder.Of("x")))
            .Answer("poll", new StepOutcome.Repeating(Payload.Null))
            .Succeed("poll[0]/x")
            .Succeed("poll[0]/$output", output: "1")
            .Answer("poll", new StepOutcome.Repeating(Payload.Parse("1")))
            .Fail("poll[1]/x", code: "Http.500");

    private static RunDriver Subflow() =>
        new RunDriver(PlanBuilder.Of("call", "fallback").Edge("call", "fallback", EdgeCondition.Failure))
            .Answer("call", new StepOutcome.Calling("billing", Payload.Parse("{\"sum\":12.50}")))
            .AnswerChild("run~2", new RunResult(RunStatus.Failed, null, Machine.LoopTests.Error("Http.402", "charge")))
            .Succeed("fallback")
            .Finish();

    private static RunDriver Stop() =>
        new RunDriver(PlanBuilder.Of("a", "s", "after").Edge("s", "after"))
            .Answer("s", new StepOutcome.RunEnded(RunStatus.Cancelled, Payload.Parse("\"enough\"")))
            .Succeed("a");

    private static RunDriver RerunWithSeeds() => new RunDriver(
            PlanBuilder.Of("a", "b", "c").Edge("a", "b", port: "x").Edge("b", "c"),
            new RunStart
            {
                RunId = "again",
                PlanHash = "test",
                RerunOf = "first",
                Seeds = RunStart.NoSteps.Add("a", new StepView(StepStatus.Succeeded, Payload.Parse("1"), null, "x")),
            }
        ).Succeed("b").Succeed("c").Finish();

    private static StepOutcome Over(string items, int concurrency) =>
        Machine.LoopTests.Over(items, concurrency, ItemFailureMode.Collect);
}
