using FlowFunctions.Engine.Runs;
using FlowFunctions.Storage.Runs;
using FlowFunctions.Storage.Tests.Local;
using static FlowFunctions.Storage.Tests.Runs.SampleRun;

namespace FlowFunctions.Storage.Tests.Runs;

/// <summary>Runs that are written while they are open, and end one way or another.</summary>
[Collection(nameof(StorageTests))]
public sealed class OpenRunTests(AzuriteFixture fixture)
{
    private static readonly RunError Lost = new("Engine.Lost", "It is lost.", null);

    private readonly RunStore _store = new(fixture.Account);
    private readonly string _workspace = AzuriteFixture.NewName();

    [Theory]
    [InlineData(0)]
    [InlineData(100)]
    [InlineData(300_000)]
    public async Task WriteOpen_NewAndAgain_IsThereInBothTables(int length)
    {
        var run = Open();

        Assert.True(await _store.WriteOpenAsync(Record(run, length)));
        Assert.True(await _store.WriteOpenAsync(Record(run with { Status = RunStatus.Paused }, length + 1)));

        var read = await _store.GetAsync(_workspace, run.RunId);
        Assert.Equal((RunStatus.Paused, length + 1), (read!.Header.Status, read.History.Length));
        Assert.Equal(RunStatus.Paused, Assert.Single((await _store.ListAsync(new RunQuery(_workspace))).Items).Status);
    }

    [Theory]
    [InlineData(10)]
    [InlineData(300_000)]
    public async Task WriteOpen_OfARunThatHasEnded_ChangesNothing(int length)
    {
        var run = Open();
        await _store.StoreAsync(run with { Status = RunStatus.Succeeded });

        Assert.False(await _store.WriteOpenAsync(Record(run, length)));

        Assert.Equal(RunStatus.Succeeded, (await _store.FindAsync(_workspace, run.RunId))!.Status);
        Assert.Equal(
            RunStatus.Succeeded,
            Assert.Single((await _store.ListAsync(new RunQuery(_workspace))).Items).Status
        );
    }

    [Fact]
    public async Task WriteOpen_WhileItsEndIsStored_LeavesTheEnd()
    {
        var run = Open();
        for (var round = 0; round < 5; round++)
        {
            await Task.WhenAll(
                _store.WriteOpenAsync(Record(run, round)),
                _store.WriteOpenAsync(Record(run, round + 1)),
                _store.StoreAsync(run with { Status = RunStatus.Succeeded })
            );

            Assert.Equal(RunStatus.Succeeded, (await _store.FindAsync(_workspace, run.RunId))!.Status);
            Assert.Equal(
                RunStatus.Succeeded,
                Assert.Single((await _store.ListAsync(new RunQuery(_workspace))).Items).Status
            );
        }
    }

    [Fact]
    public async Task WriteOpen_OverAnEndThatWasAMistake_ReplacesIt()
    {
        var run = Open();
        await _store.StoreAsync(run with { Status = RunStatus.Failed, Error = Lost });

        Assert.False(await _store.WriteOpenAsync(Record(run), "Engine.Other"));
        Assert.True(await _store.WriteOpenAsync(Record(run), Lost.Code));

        Assert.Equal(run, await _store.FindAsync(_workspace, run.RunId));
    }

    [Fact]
    public async Task End_OfAnOpenRun_KeepsTheRest()
    {
        var run = Full(_workspace) with { Status = RunStatus.Running, EndedAt = null, Error = null };
        await _store.StoreAsync(run);

        Assert.True(await _store.EndAsync(_workspace, run.RunId, RunStatus.Failed, Noon, Lost));

        var read = await _store.GetAsync(_workspace, run.RunId);
        var ended = run with { Status = RunStatus.Failed, EndedAt = Noon, Error = Lost };
        Assert.Equal((ended, 10), (read!.Header, read.History.Length));
        Assert.Equal(ended, Assert.Single((await _store.ListAsync(new RunQuery(_workspace))).Items));
    }

    [Fact]
    public async Task End_OfACalledRun_IsStored()
    {
        var root = Open();
        var called = Open($"{root.RunId}~1") with { ParentRunId = root.RunId };
        await _store.StoreAsync(root, called);

        Assert.True(await _store.EndAsync(_workspace, called.RunId, RunStatus.Cancelled, Noon, error: null));

        Assert.Equal(RunStatus.Cancelled, (await _store.FindAsync(_workspace, called.RunId))!.Status);
        Assert.Equal(RunStatus.Running, (await _store.FindAsync(_workspace, root.RunId))!.Status);
    }

    [Fact]
    public async Task End_OfARunThatHasEndedOrIsNotThere_ChangesNothing()
    {
        var run = Open() with { Status = RunStatus.Succeeded };
        await _store.StoreAsync(run);

        Assert.False(await _store.EndAsync(_workspace, run.RunId, RunStatus.Failed, Noon, Lost));
        Assert.False(await _store.EndAsync(_workspace, RunIds.New(Noon), RunStatus.Failed, Noon, Lost));

        Assert.Equal(run, await _store.FindAsync(_workspace, run.RunId));
    }

    [Fact]
    public async Task ListStale_OpenRuns_AreFoundPageByPage()
    {
        var root = Open();
        RunHeader[] open =
        [
            root,
            Open($"{root.RunId}~1") with
            {
                ParentRunId = root.RunId,
            },
            Open() with
            {
                Status = RunStatus.Paused,
            },
            Open() with
            {
                Status = RunStatus.Queued,
            },
        ];
        await _store.StoreAsync([.. open, Header(_workspace), Header(_workspace)]);

        Assert.Empty(await StaleAsync(DateTimeOffset.UtcNow.AddMinutes(-5), 100));
        foreach (var limit in (int[])[100, 1])
        {
            var found = await StaleAsync(DateTimeOffset.UtcNow.AddMinutes(5), limit);
            Assert.Equal(
                open.Select(static run => run.RunId).Order(StringComparer.Ordinal),
                found.Order(StringComparer.Ordinal)
            );
        }
    }

    private async Task<List<string>> StaleAsync(DateTimeOffset before, int limit)
    {
        var found = new List<string>();
        string? continuation = null;
        do
        {
            var page = await _store.ListStaleAsync(before, limit, continuation);
            found.AddRange(page.Items.Where(run => run.Workspace == _workspace).Select(static run => run.RunId));
            continuation = page.Continuation;
        } while (continuation is not null);

        return found;
    }

    private RunHeader Open(string? id = null) => Header(_workspace, id) with { Status = RunStatus.Running };
}
