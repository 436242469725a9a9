using FlowFunctions.Engine.Runs;
using FlowFunctions.Storage.Runs;
using FlowFunctions.Storage.Tests.Local;
using static FlowFunctions.Storage.Tests.Runs.SampleRun;

namespace FlowFunctions.Storage.Tests.Runs;

[Collection(nameof(StorageTests))]
public sealed class RunWriteTests(AzuriteFixture fixture)
{
    private readonly RunStore _store = new(fixture.Account);
    private readonly string _workspace = AzuriteFixture.NewName();

    [Fact]
    public async Task Run_EveryField_ComesBack()
    {
        var run = Full(_workspace);
        await _store.StoreAsync(run);

        var read = await _store.GetAsync(_workspace, run.RunId);

        Assert.Equal(run, read!.Header);
        Assert.Equal(run, Assert.Single((await _store.ListAsync(new RunQuery(_workspace))).Items));
        Assert.Equal(run, (await _store.GetAsync(_workspace, run.RunId, "orders"))!.Header);
        Assert.Equal(run, (await _store.GetAsync(_workspace, run.RunId, "another"))!.Header);
        Assert.Null(await _store.GetAsync("another", run.RunId, "orders"));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(65_535)]
    [InlineData(65_536)]
    [InlineData(262_143)]
    [InlineData(262_144)]
    [InlineData(5_000_000)]
    public async Task History_OfAnyLength_ComesBack(int length)
    {
        var record = Record(Header(_workspace), length);

        Assert.Empty(await _store.WriteAsync([record]));

        var read = await _store.GetAsync(_workspace, record.Header.RunId);
        Assert.True(record.History.Span.SequenceEqual(read!.History.Span));
    }

    [Fact]
    public async Task History_Repetitive_IsStoredSmaller()
    {
        var record = new RunRecord(Header(_workspace), new byte[3_000_000]);

        Assert.Empty(await _store.WriteAsync([record]));

        var read = await _store.GetAsync(_workspace, record.Header.RunId);
        Assert.False(read!.Header.HasHistoryBlob);
        Assert.True(record.History.Span.SequenceEqual(read.History.Span));
    }

    [Fact]
    public async Task Run_WrittenAgain_IsReplacedInBothTables()
    {
        var first = Full(_workspace) with { Status = RunStatus.Running, EndedAt = null };
        var last = Header(_workspace, first.RunId) with { EndedAt = Noon };
        await _store.StoreAsync(first);

        Assert.Empty(await _store.WriteAsync([Record(first, 1), new(Header(_workspace), default), Record(last, 2)]));

        var read = await _store.GetAsync(_workspace, first.RunId);
        Assert.Equal((last, 2), (read!.Header, read.History.Length));
        Assert.Equal(
            last,
            Assert.Single((await _store.ListAsync(new RunQuery(_workspace))).Items, run => run.RunId == first.RunId)
        );
    }

    [Fact]
    public async Task Run_Called_IsFoundByItsIdOnly()
    {
        var root = Header(_workspace);
        var child = Header(_workspace, $"{root.RunId}~3", "charge") with { ParentRunId = root.RunId };
        var grandchild = Header(_workspace, $"{child.RunId}~1", "mail") with { ParentRunId = child.RunId };
        await _store.StoreAsync(root, child, grandchild);

        Assert.Equal(child, (await _store.GetAsync(_workspace, child.RunId))!.Header);
        Assert.Equal(grandchild, (await _store.GetAsync(_workspace, grandchild.RunId, "mail"))!.Header);
        Assert.Equal([root.RunId], (await _store.AllAsync(new RunQuery(_workspace))).Ids);
        Assert.Empty((await _store.AllAsync(new RunQuery(_workspace) { FlowId = "charge" })).Ids);
    }

    [Theory]
    [InlineData("nightly")]
    [InlineData("a~1")]
    [InlineData("zyb:r3j/r5f?z7#3e%\\!\u0001ü")]
    public async Task Run_IdOfAnotherForm_IsFoundAndListed(string id)
    {
        var run = Header(_workspace, id);
        await _store.StoreAsync(run, Header(_workspace));

        Assert.Equal(run, (await _store.GetAsync(_workspace, id))!.Header);
        Assert.Contains(id, (await _store.AllAsync(new RunQuery(_workspace) { Limit = 1 })).Ids);
        Assert.Contains(id, (await _store.AllAsync(new RunQuery(_workspace) { FlowId = "orders", Limit = 1 })).Ids);
        var inTime = new RunQuery(_workspace) { From = Noon.AddYears(-50), To = Noon.AddYears(50) };
        Assert.DoesNotContain(id, (await _store.AllAsync(inTime)).Ids);
    }

    [Theory]
    [InlineData("or/ders\\#1?%~!'")]
    [InlineData("bestellungen-für-日本")]
    public async Task Flow_SpecialCharacters_AreKept(string flow)
    {
        var workspace = $"{_workspace}~{flow}";
        var run = Header(workspace, flow: flow);
        await _store.StoreAsync(run);

        Assert.Equal(run, (await _store.GetAsync(workspace, run.RunId))!.Header);
        Assert.Equal(run, Assert.Single((await _store.ListAsync(new RunQuery(workspace) { FlowId = flow })).Items));
        Assert.Empty((await _store.ListAsync(new RunQuery(_workspace))).Items);
    }

    [Fact]
    public async Task Message_TooLong_IsCut()
    {
        var run = Header(_workspace) with { Error = new RunError("Script.Failed", new string('x', 100_000), null) };
        await _store.StoreAsync(run);

        var message = (await _store.GetAsync(_workspace, run.RunId))!.Header.Error!.Message;

        Assert.Equal(new string('x', 1_999) + '…', message);
    }

    [Fact]
    public async Task Get_Unknown_IsNull()
    {
        Assert.Null(await _store.GetAsync(_workspace, RunIds.New(Noon)));
        Assert.Null(await _store.GetAsync(_workspace, RunIds.New(Noon) + "~1"));
        Assert.Null(await _store.GetAsync(_workspace, "nightly", "orders"));
    }

    [Theory]
    [InlineData('x', 513)]
    [InlineData('x', 100_000)]
    [InlineData('?', 200)]
    public async Task Get_IdThatNoneCanBe_IsNull(char letter, int length)
    {
        var text = new string(letter, length);

        Assert.Null(await _store.GetAsync(_workspace, text));
        Assert.Null(await _store.GetAsync(_workspace, RunIds.New(Noon), text));
        Assert.Null(await _store.GetAsync(text, RunIds.New(Noon)));
        Assert.Empty((await _store.ListAsync(new RunQuery(_workspace) { FlowId = text })).Items);
        Assert.Empty((await _store.ListAsync(new RunQuery(_workspace) { ParentRunId = text })).Items);
        Assert.Empty((await _store.ListAsync(new RunQuery(text))).Items);
        foreach (var continuation in (string[])[text, $"@{text}"])
        {
            await Assert.ThrowsAsync<ArgumentException>(() =>
                _store.ListAsync(new RunQuery(_workspace) { Continuation = continuation })
            );
        }
    }

    [Fact]
    public async Task Write_Nothing_DoesNothing() => Assert.Empty(await _store.WriteAsync([]));
}
