using System.Globalization;
using System.Text;
using FlowFunctions.Engine.Contracts;
using FlowFunctions.Engine.Embedded.Journal;
using FlowFunctions.Engine.Embedded.Payloads;
using FlowFunctions.Engine.Embedded.Tests.Engine;
using FlowFunctions.Engine.Payloads;
using FlowFunctions.Engine.Runs;
using FlowFunctions.Engine.Steps;
using FlowFunctions.Engine.Tests;
using FlowFunctions.Expressions;
using FlowFunctions.Flows.Plans;

namespace FlowFunctions.Engine.Embedded.Tests.Payloads;

public sealed class LargeValueRunTests
{
    private const int MaxRecordBytes = 64 * 1024;

    /// <summary>Steps <c>a → b → c</c> whose outputs are 10 MB each; the middle one is pure.</summary>
    private static readonly Plan Chain = EngineHost.Build(
        new PlanBuilder()
            .Step("a")
            .Step("b", step => Reading(step, "a") with { IsPure = true })
            .Step("c", step => Reading(step, "b"))
            .Edge("a", "b")
            .Edge("b", "c")
    );

    [Fact]
    public async Task Run_LargeOutputs_PassThroughStepsByReference()
    {
        await using var host = await EngineHost.OpenAsync(Echoing(out var gate));
        await host.StartAsync(Chain);
        await gate.EnteredAsync();

        var inline = await host.Engine.QueryAsync("run", InlineBytes);
        gate.Open();
        var result = await host.EndAsync();

        Assert.InRange(inline, 1, 1000);
        Assert.Equal(RunStatus.Succeeded, result.Status);
        await AssertSmallRecordsAsync(host);
    }

    [Fact]
    public async Task Run_LargeOutputOfTheRun_IsLoadedForTheCaller()
    {
        var steps = new ScriptedExecutor().On("$output", _ => new StepOutcome.Succeeded(Megabytes(20, 'o')));
        await using var host = await EngineHost.OpenAsync(steps);

        var result = await host.RunAsync(EngineHost.Build(PlanBuilder.Of("a")));
        await using var next = await host.RestartAsync();

        Assert.Equal(Megabytes(20, 'o'), result.Output);
        Assert.Equal(result.Output, (await next.EndAsync()).Output);
        await AssertSmallRecordsAsync(next);
    }

    [Fact]
    public async Task Run_Killed_GoesOnWithItsLargeValues()
    {
        await using var host = await EngineHost.OpenAsync(Echoing(out var gate));
        await host.StartAsync(Chain, input: $"\"{new string('i', 100_000)}\"");
        await gate.EnteredAsync();
        await using var next = await host.CrashAsync(Echoing(out var again));

        again.Open();
        Assert.Equal(RunStatus.Succeeded, (await next.EndAsync()).Status);
        Assert.Equal(["run/c/1", "run/$output/1"], next.Steps.Executed);
        gate.Open();
        await host.EndAsync();
    }

    [Fact]
    public async Task Run_LostValue_FailsTheStepThatNeedsIt()
    {
        await using var host = await EngineHost.OpenAsync(Echoing(out var gate));
        await host.StartAsync(Chain);
        await gate.EnteredAsync();
        await host.Engine.DisposeAsync();
        System.IO.Directory.Delete(Path.Combine(host.Directory.Path, "journal", "payloads"), recursive: true);
        await using var next = await host.RestartAsync(Echoing(out _));

        var result = await next.EndAsync();

        Assert.Equal(("Payload.Missing", "c"), (result.Error?.Code, result.Error?.Step));
    }

    [Fact]
    public async Task Run_FiveThousandSeeds_StartsAndRecovers()
    {
        var names = Enumerable.Range(0, 5000).Select(Name).ToArray();
        var plan = EngineHost.Build(PlanBuilder.Of([.. names, "last"]));
        var seeds = names.ToDictionary(
            n => n,
            n => new StepView(StepStatus.Succeeded, Payload.Parse($"\"{n}\""), null)
        );
        var steps = new ScriptedExecutor();
        var gate = steps.Block("last");
        await using var host = await EngineHost.OpenAsync(steps);
        var start = new RunStart
        {
            RunId = "run",
            PlanHash = plan.Hash,
            Seeds = RunStart.NoSteps.AddRange(seeds),
        };

        await host.Engine.StartAsync(plan, start);
        await gate.EnteredAsync();
        await using var next = await host.CrashAsync();

        Assert.Equal(RunStatus.Succeeded, (await next.EndAsync()).Status);
        Assert.Equal(["run/last/1", "run/$output/1"], next.Steps.Executed);
        gate.Open();
        await host.EndAsync();
        await AssertSmallRecordsAsync(host);
        await AssertSmallRecordsAsync(next);
    }

    [Fact]
    public async Task Run_LoopThatSeesManySteps_StartsItsPartsWithThem()
    {
        var names = Enumerable.Range(0, 300).Select(Name).ToArray();
        var body = new PlanBuilder().Step(
            "body",
            step => step with { Needs = [.. names.Select((name, i) => new PlanNeed(name, 1, i))] }
        );
        var builder = PlanBuilder.Of(names);
        builder.Loop("loop", body, step => step with { Needs = [.. names.Select((n, i) => new PlanNeed(n, 0, i))] });
        Array.ForEach(names, name => builder.Edge(name, "loop"));
        var steps = new ScriptedExecutor()
            .On(
                "loop",
                request => Iterate(request, Payload.Parse($"[{string.Join(',', Enumerable.Range(0, 450))}]"), 450)
            )
            .On("body", request => ScriptedExecutor.Ok(request.Steps.Count.ToString(CultureInfo.InvariantCulture)));
        Array.ForEach(names, name => steps.On(name, _ => ScriptedExecutor.Ok($"\"{new string('v', 1000)}\"")));
        await using var host = await EngineHost.OpenAsync(steps);

        var result = await host.RunAsync(EngineHost.Build(builder));

        Assert.Equal(RunStatus.Succeeded, result.Status);
        Assert.Equal(
            450,
            host.Log.Lines.Count(line =>
                line.Step.EndsWith("/body", StringComparison.Ordinal) && line.Status == StepStatus.Succeeded
            )
        );
        await AssertSmallRecordsAsync(host);
    }

    [Fact]
    public async Task Run_TenThousandLargeItems_EachIterationSeesItsOwn()
    {
        const int Count = 10_000;
        var items = Encoding.ASCII.GetBytes(
            $"[{string.Join(',', Enumerable.Range(0, Count).Select(i => $"\"{i:D5}{new string('x', 1000)}\""))}]"
        );
        var seen = new int[Count];
        var steps = new ScriptedExecutor()
            .On("loop", request => Iterate(request, Payload.FromUtf8(items), Count))
            .On(
                "body",
                request =>
                {
                    Assert.StartsWith($"\"{request.Index:D5}x", request.Item!.ToString(), StringComparison.Ordinal);
                    Interlocked.Increment(ref seen[request.Index!.Value]);
                    return ScriptedExecutor.Ok();
                }
            );
        await using var host = await EngineHost.OpenAsync(
            steps,
            options => options with { Durability = Durability.Buffered }
        );
        var body = new PlanBuilder().Step("body", step => step with { With = Template("{{ item }}") });

        var result = await host.RunAsync(EngineHost.Build(new PlanBuilder().Loop("loop", body)));

        Assert.Equal((RunStatus.Succeeded, (StepError?)null), (result.Status, result.Error));
        Assert.All(seen, times => Assert.Equal(1, times));
        await AssertSmallRecordsAsync(host);
    }

    [Fact]
    public async Task Run_LargeValuesInEveryOtherPlace_KeepsRecordsSmall()
    {
        var error = new StepError
        {
            Code = "Test",
            Message = new string('漢', 100_000),
            Details = Megabytes(1, 'd'),
        };
        var steps = new ScriptedExecutor()
            .On(
                "wait",
                request => request.Resume is null ? new StepOutcome.Waiting(null, "go", Megabytes(1, 'w')) : Ok(request)
            )
            .On("names", _ => new StepOutcome.Succeeded(Payload.Null, Port: new string('p', 100_000)))
            .On("fail", _ => new StepOutcome.Failed(error))
            .On("inner", _ => new StepOutcome.Failed(error))
            .On("call", _ => new StepOutcome.Calling("called", Megabytes(1, 'c')));
        await using var host = await EngineHost.OpenAsync(steps);
        host.Flows["called"] = EngineHost.Build(PlanBuilder.Of("inner"));
        var plan = EngineHost.Build(
            PlanBuilder
                .Of("wait", "names", "fail", "call")
                .Settings(new PlanSettings { OnFailure = FailureMode.FinishOthers })
        );
        var start = new RunStart
        {
            RunId = "run",
            PlanHash = plan.Hash,
            Input = Megabytes(2, 'i'),
            Trigger = Megabytes(3, 't'),
            Env = Payload.Parse($"\"{new string('e', 16_000)}\""),
        };

        await host.Engine.StartAsync(plan, start);
        await host.Log.WhenAsync("wait", StepStatus.Waiting);
        Assert.True(await host.Engine.SignalAsync("run", "go", Megabytes(4, 's')));
        await Assert.ThrowsAsync<ArgumentException>(async () =>
            await host.Engine.ControlAsync("run", RunControl.Pause, new string('r', 100_000))
        );
        var result = await host.EndAsync();

        Assert.Equal(("Output.TooLarge", "names"), (result.Error?.Code, result.Error?.Step));
        await AssertSmallRecordsAsync(host);

        static StepOutcome Ok(StepRequest request)
        {
            Assert.Equal(Megabytes(4, 's'), Assert.IsType<StepResume.SignalReceived>(request.Resume).Payload);
            return ScriptedExecutor.Ok();
        }
    }

    [Fact]
    public async Task Run_LargeErrorDetails_AreLoadedForTheCaller()
    {
        var error = new StepError
        {
            Code = "Test",
            Message = "It failed.",
            Details = Megabytes(1, 'd'),
        };
        await using var host = await EngineHost.OpenAsync(
            new ScriptedExecutor().On("a", _ => new StepOutcome.Failed(error))
        );

        var result = await host.RunAsync(EngineHost.Build(PlanBuilder.Of("a")));

        Assert.Equal(error.Details, result.Error?.Details);
    }

    [Fact]
    public async Task Sweep_ValuesOfOpenAndEndedRuns_DeletesOnlyWhatNobodyNeeds()
    {
        using var directory = new TemporaryDirectory();
        var steps = new ScriptedExecutor().On("old", _ => new StepOutcome.Succeeded(Megabytes(1, 'o')));
        steps.On("a", _ => new StepOutcome.Succeeded(Megabytes(10, 'a')));
        var gate = steps.Block("b");
        await using var host = await EngineHost.OpenAsync(steps);
        var options = new EmbeddedEngineOptions
        {
            Directory = Path.Combine(directory.Path, "journal"),
            TimeProvider = host.Time,
            MaxFinishedRuns = 0,
        };
        var store = new PayloadDirectory(Path.Combine(directory.Path, "payloads"), Durability.Flush, host.Time);
        var watched = new WatchedPayloads(store);
        await using var engine = await EmbeddedEngine.OpenAsync(options, host.Parts() with { Payloads = watched });
        Assert.Equal("list", await watched.NextAsync());
        var old = EngineHost.Build(PlanBuilder.Of("old"));
        var open = EngineHost.Build(PlanBuilder.Of("a", "b").Edge("a", "b"));
        await engine.StartAsync(old, new RunStart { RunId = "old", PlanHash = old.Hash });
        await host.Log.WhenAsync(line =>
            line.RunId == "old" && line.Event is Machine.StepCompleted && line.Step == "$output"
        );
        await engine.StartAsync(open, new RunStart { RunId = "open", PlanHash = open.Hash });
        await gate.EnteredAsync();

        await host.AdvanceAsync(options.PayloadSweepInterval);
        Assert.Equal("list", await watched.NextAsync());
        await host.AdvanceAsync(options.PayloadSweepInterval);
        Assert.Equal("list", await watched.NextAsync());

        Assert.Equal(HashOf(Megabytes(1, 'o')), await watched.NextAsync());
        Assert.Equal(
            [HashOf(Megabytes(10, 'a'))],
            await store.ListAsync(DateTimeOffset.MaxValue, default).ToArrayAsync()
        );
        gate.Open();
    }

    private static string HashOf(Payload payload) => PayloadReference.Of(payload.Span).Hash;

    private static string Name(int i) => $"s{i.ToString("D4", CultureInfo.InvariantCulture)}";

    private static Payload Megabytes(int count, char letter) =>
        Payload.FromUtf8(Encoding.ASCII.GetBytes($"[\"{new string(letter, count * 1_000_000)}\"]"));

    private static JsonTemplate Template(string text) =>
        JsonTemplate.Parse(System.Text.Json.JsonSerializer.SerializeToElement(text));

    private static PlanStep Reading(PlanStep step, string other) =>
        step with
        {
            With = Template($"{{{{ steps.{other}.output }}}}"),
            Needs = [new PlanNeed(other, 0, other[0] - 'a')],
        };

    /// <summary><c>a</c> makes 10 MB; the others check what they see and pass it on; <c>c</c> is held.</summary>
    private static ScriptedExecutor Echoing(out Gate gate)
    {
        var steps = new ScriptedExecutor()
            .On("a", _ => new StepOutcome.Succeeded(Megabytes(10, 'a')))
            .On("b", request => new StepOutcome.Succeeded(request.Steps["a"].Output!));
        var held = gate = new Gate();
        return steps.On(
            "c",
            async (request, cancellationToken) =>
            {
                Assert.Equal(Megabytes(10, 'a'), request.Steps["b"].Output);
                return await held.PassAsync(request, cancellationToken);
            }
        );
    }

    private static StepOutcome Iterate(StepRequest request, Payload items, int count) =>
        request.Resume is null
            ? new StepOutcome.Iterating(items, count, 100, ItemFailureMode.Stop)
            : ScriptedExecutor.Ok();

    /// <summary>What the state of a run keeps in memory of its values.</summary>
    private static long InlineBytes(Machine.RunState state) =>
        state
            .Steps.Select(step => step.Output)
            .Append(state.Start!.Input)
            .Where(payload => payload is { Reference: null })
            .Sum(payload => payload!.Length);

    private static async Task AssertSmallRecordsAsync(EngineHost host)
    {
        await host.Engine.DisposeAsync();
        var records = JournalFiles.Records(host.Directory);
        Assert.NotEmpty(records);
        Assert.All(records, static record => Assert.InRange(record.CalculateSize(), 1, MaxRecordBytes));
    }
}
