using FlowFunctions.App.Durable;
using FlowFunctions.App.Runs.Callbacks;
using FlowFunctions.App.Tests.Apps;
using FlowFunctions.Engine.DurableTask;
using FlowFunctions.Engine.Runs;
using FlowFunctions.Engine.Steps;
using FlowFunctions.Storage.Runs;
using Microsoft.Extensions.DependencyInjection;

namespace FlowFunctions.App.Tests.Durable;

/// <summary>The archive of the durable engine in the tables of a storage account.</summary>
[Collection(nameof(AppTests))]
public sealed class RunArchiveTests
{
    private static readonly RunResult Broken = new(
        RunStatus.Failed,
        Output: null,
        new StepError { Code = DurableErrors.HostFailed, Message = "The host failed it." }
    );

    private readonly RunStore _store;
    private readonly RunArchive _archive;
    private readonly ArchivedRun _run;

    public RunArchiveTests(AppFixture fixture)
    {
        _store = fixture.App.Services.GetRequiredService<RunStore>();
        _archive = new RunArchive(_store, new CallbackQueue(new CallbackSettings()));
        _run = new ArchivedRun
        {
            Start = new RunStart
            {
                RunId = AppFixture.NewId("archived"),
                PlanHash = "none",
                Workspace = "archive",
            },
            FlowId = "flow",
            Status = RunStatus.Running,
            History = new byte[] { 1, 2, 3 },
        };
    }

    private string RunId => _run.Start.RunId;

    [Fact]
    public async Task Store_AnOpenViewBehindTheEnd_LeavesTheEnd()
    {
        await StoreAsync(_run with { Status = RunStatus.Succeeded });
        await StoreAsync(_run with { Status = RunStatus.Paused });

        Assert.Equal(RunStatus.Succeeded, await FindAsync());
    }

    [Fact]
    public async Task Store_ARunThatWasSaidNeverToHaveStarted_IsOpenAgain()
    {
        var error = new StepError { Code = DurableErrors.NeverStarted, Message = "It was never started." };
        await StoreAsync(_run with { Status = RunStatus.Failed, Error = error });
        Assert.Null(await FindAsync());

        await StoreAsync(_run);

        Assert.Equal(RunStatus.Running, await FindAsync());
    }

    [Fact]
    public async Task End_OfAnOpenRun_KeepsItsHistory()
    {
        await StoreAsync(_run);

        Assert.True(await EndAsync());
        Assert.False(await EndAsync());

        var record = (await _store.GetAsync("archive", RunId))!;
        Assert.Equal((RunStatus.Failed, DurableErrors.HostFailed), (record.Header.Status, record.Header.Error?.Code));
        Assert.Equal([1, 2, 3], record.History.ToArray());
    }

    [Fact]
    public async Task ReadHistory_OfWhatIsThere_TellsItFromNothing()
    {
        Assert.Null(await _archive.ReadHistoryAsync("archive", RunId, CancellationToken.None));
        await StoreAsync(_run with { History = default });
        Assert.True((await _archive.ReadHistoryAsync("archive", RunId, CancellationToken.None))!.Value.IsEmpty);
        await StoreAsync(_run);
        Assert.Equal(3, (await _archive.ReadHistoryAsync("archive", RunId, CancellationToken.None))!.Value.Length);
    }

    [Fact]
    public async Task ListStale_OpenRun_IsListedUntilItEnds()
    {
        await StoreAsync(_run);
        Assert.Contains(RunId, await StaleAsync());

        await EndAsync();

        Assert.DoesNotContain(RunId, await StaleAsync());
    }

    private async Task<List<string>> StaleAsync()
    {
        var found = new List<string>();
        string? continuation = null;
        do
        {
            var page = await _archive.ListStaleAsync(
                DateTimeOffset.UtcNow.AddMinutes(5),
                continuation,
                CancellationToken.None
            );
            found.AddRange(page.Runs.Where(static run => run.Workspace == "archive").Select(static run => run.RunId));
            continuation = page.Continuation;
        } while (continuation is not null);

        return found;
    }

    private Task StoreAsync(ArchivedRun run) => _archive.StoreAsync(run, CancellationToken.None).AsTask();

    private Task<RunStatus?> FindAsync() => _archive.FindAsync("archive", RunId, CancellationToken.None).AsTask();

    private Task<bool> EndAsync() =>
        _archive.EndAsync("archive", RunId, Broken, DateTimeOffset.UtcNow, CancellationToken.None).AsTask();
}
