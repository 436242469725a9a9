using System.Diagnostics;
using FlowFunctions.EndToEnd.Tests.Processes;

namespace FlowFunctions.EndToEnd.Tests.Runs;

public sealed class NotStartedTests
{
    private const int JournalHeaderBytes = 16;

    [Fact]
    public async Task Resume_JournalWithoutRun_RemovesItAndSaysSo()
    {
        using var folder = new TemporaryFolder();
        await LeaveHeaderOnlyAsync(folder, "dead");

        var end = await DiamondAsync(folder, "--resume", "dead");

        Assert.Equal(2, end.ExitCode);
        Assert.Contains("never started", end.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(folder.Path, "dead")));
    }

    [Fact]
    public async Task Start_JournalWithoutRun_UsesIt()
    {
        using var folder = new TemporaryFolder();
        await LeaveHeaderOnlyAsync(folder, "dead");

        var end = await DiamondAsync(folder, "--run-id", "dead", "--input", "{\"n\":1}");

        Assert.Equal(0, end.ExitCode);
    }

    [Fact]
    public async Task Resume_Unknown_ListsOnlyRunsThatAreOpen()
    {
        using var folder = new TemporaryFolder();
        await LeaveHeaderOnlyAsync(folder, "dead");
        await DiamondAsync(folder, "--run-id", "ended", "--input", "{\"n\":1}");

        var end = await DiamondAsync(folder, "--resume", "nobody");

        Assert.Equal(2, end.ExitCode);
        Assert.Contains("No run is open there.", end.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("INT")]
    [InlineData("TERM")]
    public async Task Signal_BeforeTheRun_ExitsThreeAndLeavesNothing(string signal)
    {
        using var folder = new TemporaryFolder();
        var pipe = Path.Combine(folder.Path, "flow.json");
        using (var make = Process.Start("mkfifo", [pipe]))
        {
            await make.WaitForExitAsync();
        }

        using var run = Flow.Start("run", pipe);

        // Opening a pipe waits for its reader: the command has got as far as reading the flow.
        using var writer = await Task.Run(() => File.OpenHandle(pipe, FileMode.Open, FileAccess.Write));
        await run.SignalAsync(signal);
        var end = await run.EndAsync();

        Assert.Equal((3, ""), (end.ExitCode, end.Output));
        Assert.Contains("had started", end.Error, StringComparison.Ordinal);
        Assert.Equal([pipe], Directory.EnumerateFileSystemEntries(folder.Path));
    }

    private static Task<ProgramEnd> DiamondAsync(TemporaryFolder folder, params string[] arguments) =>
        Flow.RunAsync(["run", Flow.Sample("diamond"), "--journal", folder.Path, .. arguments]);

    /// <summary>What a process leaves that is killed before the start of its run is durable.</summary>
    private static async Task LeaveHeaderOnlyAsync(TemporaryFolder folder, string runId)
    {
        var end = await DiamondAsync(folder, "--run-id", runId, "--input", "{\"n\":1}");
        Assert.Equal(0, end.ExitCode);
        File.Delete(Path.Combine(folder.Path, runId, "ended"));
        using var segment = File.OpenHandle(
            Directory.GetFiles(Path.Combine(folder.Path, runId, "journal"), "*.journal").Single(),
            FileMode.Open,
            FileAccess.Write
        );
        RandomAccess.SetLength(segment, JournalHeaderBytes);
    }
}
