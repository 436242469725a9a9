using FlowFunctions.Storage.Tests.Local;
using FlowFunctions.Storage.Triggers;

namespace FlowFunctions.Storage.Tests.Triggers;

[Collection(nameof(StorageTests))]
public sealed class TriggerRecordStoreTests(AzuriteFixture fixture)
{
    private static readonly DateTimeOffset Noon = new(2026, 1, 31, 12, 0, 0, TimeSpan.Zero);
    private readonly TriggerRecordStore _store = new(fixture.Account);
    private readonly string _workspace = AzuriteFixture.NewName();

    [Fact]
    public async Task Record_Written_IsReadAsItWas()
    {
        var record = new TriggerRecord("flow", "t")
        {
            Started = 3,
            Refused = 1,
            LastFiredAt = Noon,
            LastRunId = "run",
            LastError = new TriggerError("Input.Invalid", "It does not fit.", Noon),
        };

        await _store.WriteAsync(_workspace, [record]);

        var read = await _store.GetAsync(_workspace, "flow", "t");
        Assert.Equal(record, read with { ETag = null });
        Assert.Equal(new TriggerRecord("flow", "other"), await _store.GetAsync(_workspace, "flow", "other"));
    }

    [Fact]
    public async Task Record_WrittenByTwo_IsWrittenByOne()
    {
        var record = new TriggerRecord("flow", "t") { Started = 1 };

        var first = Assert.Single(await _store.WriteAsync(_workspace, [record]));
        var second = Assert.Single(await _store.WriteAsync(_workspace, [record with { Started = 7 }]));
        var next = Assert.Single(await _store.WriteAsync(_workspace, [first! with { Started = 2 }]));
        var late = Assert.Single(await _store.WriteAsync(_workspace, [first! with { Started = 9 }]));

        Assert.Equal((true, true, true), (second is null, next is not null, late is null));
        Assert.Equal(2, (await _store.GetAsync(_workspace, "flow", "t")).Started);
    }

    [Fact]
    public async Task Records_OfManyFlows_AreToldInOrder()
    {
        var records = Enumerable
            .Range(0, 40)
            .Select(static index => new TriggerRecord($"flow-{index}", "t") { Started = index })
            .ToArray();

        var written = await _store.WriteAsync(_workspace, records);

        Assert.Equal(records, written.Select(static record => record! with { ETag = null }));
        var listed = await _store.ListAsync(_workspace).Select(static record => record.FlowId).ToListAsync();
        Assert.Equal(records.Select(static record => record.FlowId).ToHashSet(), listed.ToHashSet());
    }

    [Fact]
    public async Task Delete_OfAFlow_LeavesOthers()
    {
        await _store.WriteAsync(
            _workspace,
            [new("flow", "a") { Started = 1 }, new("flow", "b") { Started = 1 }, new("flow-2", "a") { Started = 1 }]
        );

        await _store.DeleteAsync(_workspace, "flow");

        Assert.Equal(0, (await _store.GetAsync(_workspace, "flow", "b")).Started);
        Assert.Equal(1, (await _store.GetAsync(_workspace, "flow-2", "a")).Started);
    }

    [Fact]
    public void Records_PutTogether_KeepTheLaterMoment()
    {
        var early = new TriggerRecord("f", "t")
        {
            Started = 2,
            LastFiredAt = Noon,
            LastRunId = "early",
        };
        var late = new TriggerRecord("f", "t")
        {
            Started = 1,
            LastFiredAt = Noon.AddHours(1),
            LastRunId = "late",
        };

        Assert.Equal((3, "late"), (early.With(late).Started, early.With(late).LastRunId));
        Assert.Equal((3, "late"), (late.With(early).Started, late.With(early).LastRunId));
    }
}
