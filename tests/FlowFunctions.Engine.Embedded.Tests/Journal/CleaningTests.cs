using FlowFunctions.Engine.Embedded.Inspection;
using FlowFunctions.Engine.Embedded.Tests.Engine;
using FlowFunctions.Engine.Runs;
using FlowFunctions.Engine.Tests;

namespace FlowFunctions.Engine.Embedded.Tests.Journal;

public sealed class CleaningTests
{
    [Fact]
    public async Task Run_OpenForLong_DoesNotKeepWhatCameAfterIt()
    {
        var steps = new ScriptedExecutor();
        var gate = steps.Block("held");
        await using var host = await EngineHost.OpenAsync(steps, options => options with { SegmentBytes = 4096 });
        await host.StartAsync(EngineHost.Build(PlanBuilder.Of("first", "held").Edge("first", "held")), "long");
        await gate.EnteredAsync();
        var small = EngineHost.Build(PlanBuilder.Of("a", "b"));
        for (var i = 0; i < 100; i++)
        {
            await host.RunAsync(small, $"short{i}");
        }

        var journal = JournalInspection.Read(Path.Combine(host.Directory.Path, "journal"));
        Assert.Equal("long", Assert.Single(journal.OpenRuns).RunId);
        Assert.InRange(journal.Segments.Count, 1, 3);
        Assert.DoesNotContain(
            journal.Segments,
            segment => segment.File.EndsWith("00000001.journal", StringComparison.Ordinal)
        );

        await using var next = await host.RestartAsync();
        Assert.Equal(RunStatus.Succeeded, (await next.EndAsync("long")).Status);
        Assert.DoesNotContain("long/first/1", next.Steps.Executed);
    }

    [Fact]
    public async Task Open_TurnOfAnOpenRunIsMissing_IsRefused()
    {
        var steps = new ScriptedExecutor();
        var gate = steps.Block("b");
        await using var host = await EngineHost.OpenAsync(steps);
        await host.StartAsync(EngineHost.Build(PlanBuilder.Of("a", "b").Edge("a", "b")));
        await gate.EnteredAsync();
        await host.Engine.DisposeAsync();
        var records = JournalFiles.Records(host.Directory);
        await JournalFiles.RewriteAsync(host.Directory, records.Where((_, index) => index != records.Count - 2));

        var exception = await Assert.ThrowsAsync<Embedded.Journal.JournalCorruptException>(() => host.RestartAsync());
        Assert.Contains("'run'", exception.Message, StringComparison.Ordinal);
        await JournalFiles.RewriteAsync(host.Directory, [.. records, .. records]);

        // A crash between the copying of a segment and its deletion leaves every record twice.
        await using var next = await host.RestartAsync();
        Assert.Equal(RunStatus.Succeeded, (await next.EndAsync()).Status);
        Assert.DoesNotContain("run/a/1", next.Steps.Executed);
    }
}
