using FlowFunctions.Engine.Embedded.Inspection;
using FlowFunctions.Engine.Embedded.Journal;
using FlowFunctions.Engine.Embedded.Tests.Engine;
using FlowFunctions.Engine.Runs;
using FlowFunctions.Engine.Tests;

namespace FlowFunctions.Engine.Embedded.Tests.Inspection;

public sealed class JournalInspectionTests
{
    [Fact]
    public async Task Read_JournalInUse_ShowsFilesAndOpenRuns()
    {
        var steps = new ScriptedExecutor();
        var gate = steps.Block("held");
        await using var host = await EngineHost.OpenAsync(steps);
        await host.RunAsync(EngineHost.Build(PlanBuilder.Of("a")), "finished");
        var plan = EngineHost.Build(PlanBuilder.Of("held"));
        await host.StartAsync(plan, "open");
        await gate.EnteredAsync();
        await host.Engine.ControlAsync("open", RunControl.Pause);

        var journal = JournalInspection.Read(Path.Combine(host.Directory.Path, "journal"));

        var run = Assert.Single(journal.OpenRuns);
        Assert.Equal(("open", plan.Hash, RunStatus.Paused, 2), (run.RunId, run.PlanHash, run.Status, run.Events));
        var segment = Assert.Single(journal.Segments);
        Assert.Equal(run.Bytes, segment.LiveBytes);
        Assert.Equal(host.Time.GetUtcNow(), segment.FirstAt);
        Assert.InRange(segment.GarbageShare, 0.1, 1);
        gate.Open();
    }

    [Fact]
    public async Task Read_DamagedRecord_NamesFileAndOffset()
    {
        await using var host = await EngineHost.OpenAsync();
        await host.RunAsync(EngineHost.Build(PlanBuilder.Of("a", "b", "c")));
        await host.Engine.DisposeAsync();
        var file = Directory.GetFiles(Path.Combine(host.Directory.Path, "journal"), "*.journal").Single();
        var content = await File.ReadAllBytesAsync(file);
        content[JournalFormat.HeaderSize + JournalFormat.RecordHeaderSize] ^= 1;
        await File.WriteAllBytesAsync(file, content);

        var exception = Assert.Throws<JournalCorruptException>(() =>
            JournalInspection.Read(Path.GetDirectoryName(file)!)
        );

        Assert.Equal((file, JournalFormat.HeaderSize), (exception.File, exception.Offset));
        Assert.Equal(content, await File.ReadAllBytesAsync(file));
    }

    [Fact]
    public async Task Read_ReleasedRuns_CountsTheOthers()
    {
        await using var host = await EngineHost.OpenAsync(change: Retention.RetentionTests.Keeping);
        foreach (var run in (string[])["r1", "r2", "r3"])
        {
            await host.RunAsync(EngineHost.Build(PlanBuilder.Of("a")), run);
        }

        host.Engine.Release(["r1", "r3"]);
        await host.Engine.DisposeAsync();

        var journal = JournalInspection.Read(Path.Combine(host.Directory.Path, "journal"));
        Assert.Equal(1, journal.UnreleasedRuns);
        Assert.Empty(journal.OpenRuns);
    }

    [Fact]
    public void Read_NoDirectory_SaysSo() =>
        Assert.Throws<JournalException>(() => JournalInspection.Read("/no/such/journal"));
}
