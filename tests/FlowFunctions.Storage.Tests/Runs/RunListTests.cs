using FlowFunctions.Engine.Runs;
using FlowFunctions.Storage.Runs;
using FlowFunctions.Storage.Tests.Local;
using static FlowFunctions.Storage.Tests.Runs.SampleRun;

namespace FlowFunctions.Storage.Tests.Runs;

[Collection(nameof(StorageTests))]
public sealed class RunListTests(AzuriteFixture fixture)
{
    private readonly RunStore _store = new(fixture.Account);
    private readonly string _workspace = AzuriteFixture.NewName();

    private RunQuery All => new(_workspace);

    [Fact]
    public async Task List_ThreeMonths_NewestFirstByPages()
    {
        var runs = Enumerable
            .Range(0, 45)
            .Select(i => Header(_workspace, RunIds.New(Noon.AddDays(-2 * i).AddMilliseconds(i))))
            .ToArray();
        await _store.StoreAsync(runs.Reverse());

        foreach (var query in (RunQuery[])[All, All with { FlowId = "orders" }])
        {
            var (ids, pages) = await _store.AllAsync(query with { Limit = 7 });

            Assert.Equal(runs.Select(static run => run.RunId), ids);
            Assert.Equal(7, pages);
        }
    }

    [Fact]
    public async Task List_RunsOfOneMoment_AreAllThereOnce()
    {
        var runs = Enumerable.Range(0, 230).Select(i => Header(_workspace, RunIds.New(Noon.AddMilliseconds(i / 3))));
        var expected = runs.ToArray();
        await _store.StoreAsync(expected);

        Assert.Equal(
            expected.Select(static run => run.RunId).Order(StringComparer.Ordinal),
            (await _store.AllAsync(All with { Limit = 9 })).Ids
        );
    }

    [Fact]
    public async Task List_FlowAndStatus_GiveThoseOnly()
    {
        RunStatus[] states = [RunStatus.Succeeded, RunStatus.Failed];
        var runs = Enumerable
            .Range(0, 24)
            .Select(i =>
                Header(_workspace, RunIds.New(Noon.AddSeconds(-i)), i % 3 == 0 ? "orders" : "orders-2") with
                {
                    Status = states[i % 2],
                }
            )
            .ToArray();
        await _store.StoreAsync(runs);

        await AssertListAsync(All with { FlowId = "orders" }, static run => run.FlowId == "orders");
        await AssertListAsync(All with { Status = RunStatus.Failed }, static run => run.Status == RunStatus.Failed);
        await AssertListAsync(
            All with
            {
                FlowId = "orders-2",
                Status = RunStatus.Failed,
            },
            static run => run is { FlowId: "orders-2", Status: RunStatus.Failed }
        );
        await AssertListAsync(All with { Status = RunStatus.TimedOut }, static _ => false);
        await AssertListAsync(All with { FlowId = "order" }, static _ => false);

        async Task AssertListAsync(RunQuery query, Predicate<RunHeader> isMeant) =>
            Assert.Equal(
                runs.Where(run => isMeant(run)).Select(static run => run.RunId),
                (await _store.AllAsync(query with { Limit = 5 })).Ids
            );
    }

    [Theory]
    [InlineData(null)]
    [InlineData("orders")]
    public async Task List_Time_IncludesItsStartNotItsEnd(string? flow)
    {
        var times = ((int[])[-1, 0, 1, 499, 500, 501])
            .Select(static ms => Noon.AddMilliseconds(ms))
            .Reverse()
            .ToArray();
        await _store.StoreAsync(times.Select(time => Header(_workspace, RunIds.New(time))));
        var query = All with { FlowId = flow };

        await AssertTimesAsync(query with { From = Noon, To = Noon.AddMilliseconds(500) }, 499, 1, 0);
        await AssertTimesAsync(
            query with
            {
                From = Noon.AddTicks(1),
                To = Noon.AddMilliseconds(500).AddTicks(1),
            },
            500,
            499,
            1
        );
        await AssertTimesAsync(query with { From = Noon.AddMilliseconds(500) }, 501, 500);
        await AssertTimesAsync(query with { To = Noon.AddMilliseconds(1) }, 0, -1);
        await AssertTimesAsync(query with { From = Noon.AddMilliseconds(2), To = Noon.AddMilliseconds(499) });
        await AssertTimesAsync(query with { From = Noon.AddMilliseconds(1), To = Noon });
        await AssertTimesAsync(query with { From = DateTimeOffset.MinValue, To = DateTimeOffset.MinValue });
        await AssertTimesAsync(
            query with
            {
                From = DateTimeOffset.MinValue,
                To = DateTimeOffset.MaxValue,
                Limit = 1,
            },
            501,
            500,
            499,
            1,
            0,
            -1
        );
    }

    [Fact]
    public async Task List_Parent_GivesWhatItCalledItself()
    {
        var root = Header(_workspace);
        var other = Header(_workspace, root.RunId[..^1] + (root.RunId[^1] == '0' ? '1' : '0'));
        RunHeader Call(RunHeader parent, int number, RunStatus status = RunStatus.Succeeded) =>
            Header(_workspace, $"{parent.RunId}~{number}", "charge") with
            {
                ParentRunId = parent.RunId,
                Status = status,
            };
        var children = Enumerable
            .Range(10, 12)
            .Select(i => Call(root, i, i % 2 == 0 ? RunStatus.Failed : RunStatus.Succeeded))
            .ToArray();
        await _store.StoreAsync([root, other, .. children, Call(children[0], 1), Call(other, 1)]);
        var query = All with { ParentRunId = root.RunId, Limit = 5 };

        Assert.Equal(children.Select(static run => run.RunId), (await _store.AllAsync(query)).Ids);
        Assert.Equal(6, (await _store.AllAsync(query with { Status = RunStatus.Failed })).Ids.Count);
        Assert.Equal(
            [$"{children[0].RunId}~1"],
            (await _store.AllAsync(query with { ParentRunId = children[0].RunId })).Ids
        );
        Assert.Empty((await _store.AllAsync(query with { ParentRunId = children[1].RunId })).Ids);
    }

    [Fact]
    public async Task List_Empty_IsEmpty()
    {
        Assert.Equal((0, null), await CountAsync(All));
        Assert.Equal((0, null), await CountAsync(All with { FlowId = "orders", Status = RunStatus.Failed }));
        Assert.Equal((0, null), await CountAsync(All with { ParentRunId = RunIds.New(Noon) }));
        Assert.Equal((0, null), await CountAsync(All with { Continuation = RunIds.New(Noon) }));

        async Task<(int, string?)> CountAsync(RunQuery query)
        {
            var page = await _store.ListAsync(query);
            return (page.Items.Count, page.Continuation);
        }
    }

    [Fact]
    public async Task List_Workspaces_DoNotMix()
    {
        string[] names = [_workspace, $"{_workspace}~", $"{_workspace}~orders", $"{_workspace}x", $"{_workspace}!"];
        var runs = names.Select(static name => Header(name)).ToArray();
        await _store.StoreAsync(runs);

        foreach (var run in runs)
        {
            Assert.Equal(run, Assert.Single((await _store.ListAsync(new RunQuery(run.Workspace))).Items));
        }
    }

    [Fact]
    public async Task List_RunsDeletedMeanwhile_GoesOnBehindThem()
    {
        var runs = Enumerable
            .Range(0, 12)
            .Select(i => Header(_workspace, RunIds.New(Noon.AddMilliseconds(-i))))
            .ToArray();
        await _store.StoreAsync(runs);
        var first = await _store.ListAsync(All with { Limit = 4 });

        Assert.Empty(await _store.DeleteAsync(runs[2..6]));
        await _store.StoreAsync(Header(_workspace, RunIds.New(Noon.AddHours(1))));

        var rest = await _store.AllAsync(All with { Limit = 4, Continuation = first.Continuation });
        Assert.Equal(runs[6..].Select(static run => run.RunId), rest.Ids);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(201)]
    public async Task List_LimitOutOfRange_IsRefused(int limit) =>
        await Assert.ThrowsAsync<ArgumentException>(() => _store.ListAsync(All with { Limit = limit }));

    [Theory]
    [InlineData("@no base 64!")]
    [InlineData("@")]
    [InlineData("@YSZiJmM")]
    public async Task List_ContinuationOfAnother_IsRefused(string continuation) =>
        await Assert.ThrowsAsync<ArgumentException>(() => _store.ListAsync(All with { Continuation = continuation }));

    private async Task AssertTimesAsync(RunQuery query, params int[] milliseconds) =>
        Assert.Equal(
            milliseconds,
            (await _store.AllAsync(query)).Ids.Select(static id =>
                (int)(RunIds.TimeOf(id)!.Value - Noon).TotalMilliseconds
            )
        );
}
