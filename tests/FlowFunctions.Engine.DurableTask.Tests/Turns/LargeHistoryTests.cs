using FlowFunctions.Engine.DurableTask.Protocol;
using FlowFunctions.Engine.DurableTask.Tests.Runs;
using FlowFunctions.Engine.Embedded.Tests.Engine;
using FlowFunctions.Engine.History;
using FlowFunctions.Engine.Machine;
using FlowFunctions.Engine.Runs;
using FlowFunctions.Engine.Tests;
using FlowFunctions.Flows.Plans;

namespace FlowFunctions.Engine.DurableTask.Tests.Turns;

/// <summary>Histories as large as they come.</summary>
public sealed class LargeHistoryTests
{
    private static readonly Plan Single = RunWorld.Build(PlanBuilder.Of("a"));

    [Theory]
    [InlineData(5_000, 10, Sending.HistoryElsewhere)]
    [InlineData(5_000, 10, Sending.NewEvents)]
    [InlineData(30, 1_000_000, Sending.HistoryElsewhere)]
    [InlineData(30, 1_000_000, Sending.History)]
    public async Task Turn_OfALargeHistory_GoesOn(int events, int bytes, Sending sending)
    {
        var bench = new TurnBench(Single, sending: sending);
        await bench.StartAsync();
        var data = $"\"{new string('x', bytes)}\"";
        HistoryEvent[] raised = [.. Enumerable.Range(0, events).Select(i => Shown.Raised($"e{i}", data))];
        await bench.TurnAsync(TurnBench.Begin, raised);
        Assert.InRange(
            bench.History.Sum(static shown => (long)shown.CalculateSize()),
            (long)events * bytes,
            long.MaxValue
        );

        await bench.TurnAsync(TurnBench.Begin, Shown.Completed(bench.Asked[1], ScriptedExecutor.Ok()));

        var (run, result) = Assert.NotNull(bench.Record);
        Assert.Equal(RunStatus.Succeeded, result.Status);
        Assert.Equal(events, HistoryReader.Read(run.History).OfType<SignalReceived>().Count());
    }
}
