using Azure.Storage.Blobs;
using FlowFunctions.Storage.Accounts;
using FlowFunctions.Storage.Runs;
using FlowFunctions.Storage.Tests.Local;
using FlowFunctions.Storage.Tests.Servers;
using static FlowFunctions.Storage.Tests.Runs.SampleRun;

namespace FlowFunctions.Storage.Tests.Runs;

[Collection(nameof(StorageTests))]
public sealed class RunDeleteTests(AzuriteFixture fixture)
{
    private readonly RunStore _store = new(fixture.Account);
    private readonly string _workspace = AzuriteFixture.NewName();

    [Fact]
    public async Task Delete_Run_TakesAllOfItAndNothingElse()
    {
        var gone = Header(_workspace);
        var kept = Header(_workspace);
        var called = Header(_workspace, $"{gone.RunId}~1~2") with { ParentRunId = $"{gone.RunId}~1" };
        var keptCalled = Header(_workspace, $"{kept.RunId}~1") with { ParentRunId = kept.RunId };
        Assert.Empty(
            await _store.WriteAsync([
                Record(gone, 300_000),
                Record(called, 300_000),
                Record(kept, 300_000),
                Record(keptCalled),
            ])
        );
        var listed = (await _store.ListAsync(new RunQuery(_workspace))).Items.Single(run => run.RunId == gone.RunId);

        Assert.Empty(await _store.DeleteAsync([listed]));

        Assert.Null(await _store.GetAsync(_workspace, gone.RunId, gone.FlowId));
        Assert.Null(await _store.GetAsync(_workspace, called.RunId));
        Assert.NotNull(await _store.GetAsync(_workspace, kept.RunId));
        Assert.NotNull(await _store.GetAsync(_workspace, keptCalled.RunId));
        Assert.Equal([kept.RunId], (await _store.AllAsync(new RunQuery(_workspace))).Ids);
        Assert.Equal([$"histories/{_workspace}/{kept.RunId}"], await BlobsAsync());
    }

    [Fact]
    public async Task Delete_CalledRun_LeavesItsCaller()
    {
        var root = Header(_workspace);
        var called = Header(_workspace, $"{root.RunId}~1") with { ParentRunId = root.RunId };
        await _store.StoreAsync(root, called);

        Assert.Empty(await _store.DeleteAsync([called]));

        Assert.Null(await _store.GetAsync(_workspace, called.RunId));
        Assert.NotNull(await _store.GetAsync(_workspace, root.RunId));
    }

    [Fact]
    public async Task Delete_AbsentAndTwice_IsNoFailure()
    {
        var there = Enumerable.Range(0, 3).Select(_ => Header(_workspace)).ToArray();
        var called = Header(_workspace, $"{there[0].RunId}~1") with { ParentRunId = there[0].RunId };
        await _store.StoreAsync([.. there, called]);

        Assert.Empty(await _store.DeleteAsync([.. there, there[0], called, Header(_workspace)]));

        Assert.Empty((await _store.AllAsync(new RunQuery(_workspace))).Ids);
        Assert.Empty(await _store.DeleteAsync(there));
        Assert.Empty(await _store.DeleteAsync([]));
    }

    [Fact]
    public async Task Delete_CutShort_IsFoundAgainByTheIndex()
    {
        var runs = Enumerable.Range(0, 3).Select(_ => Header(_workspace)).ToArray();
        await _store.StoreAsync(runs);
        await using var server = await AnsweringServer.StartAsync(
            (context, _) =>
            {
                var isDeletion =
                    context.Request.Method is "DELETE"
                    || context.Request.Path.Value!.EndsWith("$batch", StringComparison.Ordinal);
                if (!isDeletion)
                {
                    return Forwarding.SendAsync(context, fixture.Azurite.TableEndpoint);
                }

                context.Response.StatusCode = 403;
                return Task.CompletedTask;
            }
        );
        var refused = new RunStore(StorageAccount.Connect(Endpoints.ConnectionString(server.Address)));

        var failures = await refused.DeleteAsync(runs);

        Assert.Equal(3, failures.Count);
        Assert.All(failures, static failure => Assert.False(failure.IsTransient));
        Assert.Equal(3, (await _store.AllAsync(new RunQuery(_workspace))).Ids.Count);
        Assert.Empty(await _store.DeleteAsync([.. failures.Select(static failure => failure.Run)]));
        Assert.Empty((await _store.AllAsync(new RunQuery(_workspace))).Ids);
    }

    private async Task<List<string>> BlobsAsync() =>
        await new BlobContainerClient(fixture.ConnectionString, StorageLayout.Payloads)
            .GetBlobsAsync(prefix: $"histories/{_workspace}/")
            .Select(static blob => blob.Name)
            .ToListAsync();
}
