using System.Diagnostics;
using FlowFunctions.Engine.Embedded.Journal;
using FlowFunctions.Engine.Embedded.Tests.Engine;
using FlowFunctions.Engine.Explanations;
using FlowFunctions.Engine.Payloads;
using FlowFunctions.Engine.Runs;
using FlowFunctions.Engine.Tests;
using Xunit.Abstractions;

namespace FlowFunctions.Engine.Embedded.Tests.Journal;

public sealed class DiskFullTests(ITestOutputHelper output) : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    /// <summary>ENOSPC, EDQUOT (which differs between systems) and EIO.</summary>
    public static TheoryData<int, JournalOutage> Outages =>
        new()
        {
            { 28, JournalOutage.DiskFull },
            { OperatingSystem.IsLinux() ? 122 : 69, JournalOutage.QuotaExceeded },
            { 5, JournalOutage.DeviceError },
        };

    [Theory]
    [MemberData(nameof(Outages))]
    public async Task Append_OutageThatPasses_IsWaitedOut(int code, JournalOutage outage)
    {
        var time = new ManualTime();
        var disk = new TestDisk(_directory.Path);
        await using var writer = JournalText.Open(disk, new() { TimeProvider = time });
        await JournalText.Append(writer, "one", new LiveRun(1));
        disk.WriteFailure = outage == JournalOutage.DeviceError ? null : Failure(code);
        disk.FlushFailure = outage == JournalOutage.DeviceError ? Failure(code) : null;
        var waiting = JournalText.Append(writer, "two");
        while (writer.Outage is null)
        {
            await Task.Yield();
        }

        Assert.Equal(outage, writer.Outage.Outage);
        Assert.Contains("00000001.journal", writer.Outage.Message, StringComparison.Ordinal);
        Assert.False(waiting.IsCompleted);
        (disk.WriteFailure, disk.FlushFailure) = (null, null);
        while (!waiting.IsCompleted)
        {
            time.Advance(TimeSpan.FromSeconds(5));
            await Task.Yield();
        }

        await JournalText.Append(writer, "three");
        Assert.Null(writer.Outage);
        Assert.Equal(["one", "two", "three"], JournalText.Read(disk));

        // A failed flush says nothing about what is on disk, so its records went to another segment.
        Assert.Equal(outage == JournalOutage.DeviceError ? [1, 2] : [1], disk.Segments());
    }

    [Fact]
    public async Task Start_UnderWayWhenTheDiskFills_IsRefusedAndLeavesNothing()
    {
        var steps = new ScriptedExecutor();
        var gate = steps.Block("held");
        await using var host = await EngineHost.OpenAsync(steps);
        var disk = new TestDisk(_directory.Path);
        var options = new EmbeddedEngineOptions { Directory = _directory.Path, TimeProvider = host.Time };
        var engine = await EmbeddedEngine.OpenAsync(options, host.Parts(), disk);
        var plan = EngineHost.Build(PlanBuilder.Of("held"));
        await engine.StartAsync(plan, new RunStart { RunId = "open", PlanHash = plan.Hash });
        await gate.EnteredAsync();
        disk.WriteFailure = Failure(28);

        var refused = await Assert.ThrowsAsync<JournalUnavailableException>(async () =>
            await engine.StartAsync(plan, new RunStart { RunId = "refused", PlanHash = plan.Hash })
        );
        Assert.Equal(JournalOutage.DiskFull, refused.Outage);
        Assert.Equal(["open"], await engine.ListOpenAsync());
        var signal = engine.SignalAsync("open", "kept", Payload.Null).AsTask();
        disk.WriteFailure = null;
        while (!signal.IsCompleted)
        {
            host.Time.Advance(TimeSpan.FromSeconds(5));
            await Task.Yield();
        }

        Assert.True(await signal);
        await engine.DisposeAsync();
        await using var next = await EmbeddedEngine.OpenAsync(options, host.Parts());
        Assert.Equal(["open"], await next.ListOpenAsync());
        gate.Open();
    }

    [Theory]
    [InlineData(28)]
    [InlineData(13)]
    public async Task Open_FirstSegmentCannotBeMade_SaysWhichFileAndWhy(int code)
    {
        await using var host = await EngineHost.OpenAsync();
        var disk = new TestDisk(_directory.Path) { WriteFailure = Failure(code) };
        var options = new EmbeddedEngineOptions { Directory = _directory.Path };

        var exception = await Assert.ThrowsAsync<JournalException>(() =>
            EmbeddedEngine.OpenAsync(options, host.Parts(), disk)
        );

        Assert.Contains("00000001.journal", exception.Message, StringComparison.Ordinal);
        Assert.Contains($"Failure {code}", exception.Message, StringComparison.Ordinal);
        Assert.Contains("start again", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Dispose_DuringAnOutage_EndsAndTellsWhoWaits()
    {
        var disk = new TestDisk(_directory.Path);
        var writer = JournalText.Open(disk, new() { TimeProvider = new ManualTime() });
        disk.WriteFailure = Failure(28);
        var waiting = JournalText.Append(writer, "lost");
        while (writer.Outage is null)
        {
            await Task.Yield();
        }

        await writer.DisposeAsync();
        await Assert.ThrowsAsync<JournalUnavailableException>(() => waiting);
    }

    [Fact]
    public async Task Explain_DuringAnOutage_NamesTheDisk()
    {
        var steps = new ScriptedExecutor();
        var gate = steps.Block("held");
        await using var host = await EngineHost.OpenAsync(steps);
        var disk = new TestDisk(_directory.Path);
        var options = new EmbeddedEngineOptions { Directory = _directory.Path, TimeProvider = host.Time };
        await using var engine = await EmbeddedEngine.OpenAsync(options, host.Parts(), disk);
        var plan = EngineHost.Build(PlanBuilder.Of("held"));
        await engine.StartAsync(plan, new RunStart { RunId = "run", PlanHash = plan.Hash });
        await gate.EnteredAsync();
        disk.WriteFailure = Failure(28);
        gate.Open();

        WaitReason? reason;
        do
        {
            await Task.Yield();
            var explanation = await engine.ExplainAsync("run");
            reason = explanation!.Reasons.FirstOrDefault(static reason => reason.Kind == WaitKind.Journal);
        } while (reason is null || reason.Message.EndsWith("written to the disk.", StringComparison.Ordinal));

        Assert.Contains("The disk is full", reason.Message, StringComparison.Ordinal);
        Assert.Contains("00000001.journal", reason.Message, StringComparison.Ordinal);
        var refused = await Assert.ThrowsAsync<JournalUnavailableException>(async () =>
            await engine.StartAsync(plan, new RunStart { RunId = "other", PlanHash = plan.Hash })
        );
        Assert.Equal("Journal.Unavailable", Assert.IsAssignableFrom<IStartRefusal>(refused).Code);
        Assert.Contains("The disk is full", engine.Outage, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Engine_OnAFullDisk_RefusesNewRunsEndsOpenOnesAndRecovers()
    {
        // A file system of its own, since no other can be filled without harm.
        if (!await MountAsync(_directory.Path))
        {
            output.WriteLine("NOT RUN: a tmpfs cannot be mounted here.");
            Console.WriteLine("NOT RUN: Engine_OnAFullDisk: a tmpfs cannot be mounted here.");
            return;
        }

        try
        {
            await FillAsync();
        }
        finally
        {
            Assert.True(await RunAsync("umount", _directory.Path));
        }
    }

    private async Task FillAsync()
    {
        var steps = new ScriptedExecutor();
        var gate = steps.Block("held");
        await using var host = await EngineHost.OpenAsync(
            steps,
            options => options with { SegmentBytes = 64 * 1024, Directory = Path.Combine(_directory.Path, "journal") }
        );
        await host.StartAsync(EngineHost.Build(PlanBuilder.Of("held", "after").Edge("held", "after")), "open");
        await gate.EnteredAsync();
        var small = EngineHost.Build(PlanBuilder.Of("a"));
        await host.RunAsync(small, "before");
        var filler = Path.Combine(_directory.Path, "filler");
        Fill(filler);

        var refused = await Assert.ThrowsAsync<JournalUnavailableException>(async () =>
        {
            for (var i = 0; i < 1_000; i++)
            {
                await host.StartAsync(small, $"more{i}");
            }
        });
        Assert.Equal(JournalOutage.DiskFull, refused.Outage);
        gate.Open();
        Assert.Equal(RunStatus.Succeeded, (await host.EndAsync("open")).Status);

        File.Delete(filler);
        for (var started = false; !started; )
        {
            await host.AdvanceAsync(TimeSpan.FromSeconds(5));
            await Task.Yield();
            try
            {
                await host.StartAsync(small, "later");
                started = true;
            }
            catch (JournalUnavailableException)
            {
                continue;
            }
        }

        Assert.Equal(RunStatus.Succeeded, (await host.EndAsync("later")).Status);
    }

    private static void Fill(string file)
    {
        using var stream = new FileStream(file, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
        for (var size = 64 * 1024; size > 0; )
        {
            try
            {
                stream.Write(new byte[size]);
            }
            catch (IOException)
            {
                size /= 2;
            }
        }
    }

    private static IOException Failure(int code) => new($"Failure {code}", code);

    private static Task<bool> MountAsync(string path) =>
        OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess
            ? RunAsync("mount", "-t", "tmpfs", "-o", "size=2m", "none", path)
            : Task.FromResult(false);

    private static async Task<bool> RunAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(program, arguments);
        await process.WaitForExitAsync();
        return process.ExitCode == 0;
    }
}
