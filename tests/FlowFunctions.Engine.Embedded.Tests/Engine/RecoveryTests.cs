using FlowFunctions.Engine.Embedded.Journal;
using FlowFunctions.Engine.Machine;
using FlowFunctions.Engine.Runs;
using FlowFunctions.Engine.Steps;
using FlowFunctions.Engine.Tests;
using FlowFunctions.Flows.Plans;

namespace FlowFunctions.Engine.Embedded.Tests.Engine;

public sealed class RecoveryTests
{
    private static readonly Plan Chain = EngineHost.Build(PlanBuilder.Of("a", "b", "c").Edge("a", "b").Edge("b", "c"));

    [Fact]
    public async Task Restart_RunningStep_RunsAgainWithTheSameIdentity()
    {
        var steps = new ScriptedExecutor();
        var gate = steps.Block("b");
        await using var first = await EngineHost.OpenAsync(steps);
        await first.StartAsync(Chain);
        await gate.EnteredAsync();

        await using var second = await first.RestartAsync();

        Assert.Equal(RunStatus.Succeeded, (await second.EndAsync()).Status);
        Assert.Equal(["run/a/1", "run/b/1"], first.Steps.Executed);
        Assert.Equal(["run/b/1", "run/c/1", "run/$output/1"], second.Steps.Executed);
        Assert.Equal(0, gate.Inside);
    }

    [Fact]
    public async Task Crash_AtRandomMoments_RepeatsNothingThatHadEndedAndEndsEveryRun()
    {
        const int Runs = 8;
        var random = new Random(7);
        var names = Enumerable.Range(0, 20).Select(i => $"s{i}").ToArray();
        var builder = PlanBuilder.Of(names);
        foreach (var (from, to) in names.Zip(names[1..]))
        {
            builder.Edge(from, to);
        }

        var plan = EngineHost.Build(builder);
        for (var round = 0; round < 12; round++)
        {
            await using var host = await EngineHost.OpenAsync();
            var moment = random.Next(Runs * names.Length);
            var reached = host.Log.WhenAsync(_ => host.Log.Count(StepStatus.Succeeded) >= moment);
            await Task.WhenAll(Enumerable.Range(0, Runs).Select(i => host.StartAsync(plan, $"run{i}")));
            await reached;
            var ended = host.Log.Ended();

            await using var after = await host.CrashAsync();
            for (var i = 0; i < Runs; i++)
            {
                Assert.Equal(RunStatus.Succeeded, (await after.EndAsync($"run{i}")).Status);
            }

            Assert.Empty(after.Steps.Executed.Intersect(ended));
            Assert.Equal(after.Steps.Executed.Count, after.Steps.Executed.Distinct().Count());
        }
    }

    [Fact]
    public async Task Restart_ArmedTimer_FiresWhenDue()
    {
        var steps = new ScriptedExecutor().On("a", _ => ScriptedExecutor.Fail("Http.503", retryable: true));
        var retry = new RetryPolicy
        {
            MaxAttempts = 2,
            Backoff = Backoff.Fixed,
            Delay = TimeSpan.FromHours(1),
        };
        await using var first = await EngineHost.OpenAsync(steps);
        await first.StartAsync(EngineHost.Build(new PlanBuilder().Step("a", step => step with { Retry = retry })));
        await first.Log.WhenAsync("a", StepStatus.Retrying);

        await using var second = await first.RestartAsync();
        Assert.Equal(StepStatus.Retrying, await second.Engine.QueryAsync("run", state => state.FindStep("a")!.Status));
        second.Time.Advance(TimeSpan.FromHours(1));

        Assert.Equal(RunStatus.Succeeded, (await second.EndAsync()).Status);
        Assert.Equal(["run/a/2", "run/$output/1"], second.Steps.Executed);
    }

    [Fact]
    public async Task Restart_StepThatWasToldToStop_IsNotExecutedAgain()
    {
        var steps = new ScriptedExecutor();
        var gate = steps.Block("a");
        await using var first = await EngineHost.OpenAsync(steps);
        await first.StartAsync(Chain);
        await gate.EnteredAsync();
        await first.Engine.DisposeAsync();
        await JournalFiles.AppendAsync(
            first.Directory,
            "run",
            new ControlRequested(first.Time.GetUtcNow(), RunControl.Cancel)
        );

        await using var second = await first.RestartAsync();

        Assert.Equal(RunStatus.Cancelled, (await second.EndAsync()).Status);
        Assert.Empty(second.Steps.Executed);
    }

    [Fact]
    public async Task Restart_FinishedRun_IsStillKnown()
    {
        await using var first = await EngineHost.OpenAsync();
        await first.RunAsync(Chain);

        await using var second = await first.RestartAsync();
        await second.StartAsync(Chain);

        Assert.Equal(RunStatus.Succeeded, (await second.EndAsync()).Status);
        Assert.Empty(second.Steps.Executed);
        Assert.Empty(second.Log.Lines);
    }

    [Fact]
    public async Task Restart_AnswerToACommandThatNobodyGave_IsIgnored()
    {
        var steps = new ScriptedExecutor();
        var gate = steps.Block("a");
        await using var first = await EngineHost.OpenAsync(steps);
        await first.StartAsync(Chain);
        await gate.EnteredAsync();
        await first.Engine.DisposeAsync();
        var answer = new StepCompleted(first.Time.GetUtcNow(), CommandId: 99, ScriptedExecutor.Ok());
        await JournalFiles.AppendAsync(first.Directory, "run", answer);

        await using var second = await first.RestartAsync();

        Assert.Equal(RunStatus.Succeeded, (await second.EndAsync()).Status);
    }

    [Fact]
    public async Task Restart_PlanIsMissing_SaysWhichAndFreesTheDirectory()
    {
        var steps = new ScriptedExecutor();
        var gate = steps.Block("a");
        await using var first = await EngineHost.OpenAsync(steps);
        await first.StartAsync(Chain);
        await gate.EnteredAsync();
        await first.Engine.DisposeAsync();
        var plan = Path.Combine(first.Directory.Path, "plans", Chain.Hash + ".json");
        var content = await File.ReadAllBytesAsync(plan);
        File.Delete(plan);

        var exception = await Assert.ThrowsAsync<JournalException>(() => first.RestartAsync());
        Assert.Contains(Chain.Hash, exception.Message, StringComparison.Ordinal);
        await File.WriteAllBytesAsync(plan, content);

        await using var second = await first.RestartAsync();
        Assert.Equal(RunStatus.Succeeded, (await second.EndAsync()).Status);
    }

    [Fact]
    public async Task Restart_RecordWithoutItsStart_IsRefused()
    {
        await using var first = await EngineHost.OpenAsync();
        await first.RunAsync(Chain);
        await first.Engine.DisposeAsync();
        await JournalFiles.AppendAsync(first.Directory, "other", new TimerFired(first.Time.GetUtcNow(), 1));

        var exception = await Assert.ThrowsAsync<JournalCorruptException>(() => first.RestartAsync());
        Assert.Contains("'other'", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Open_DirectoryInUse_IsRefused()
    {
        await using var host = await EngineHost.OpenAsync();
        var options = new EmbeddedEngineOptions { Directory = Path.Combine(host.Directory.Path, "journal") };

        await Assert.ThrowsAsync<JournalInUseException>(() => EmbeddedEngine.OpenAsync(options, host.Parts()));
    }
}
