using FlowFunctions.Storage.Tests.Local;
using FlowFunctions.Storage.Triggers;

namespace FlowFunctions.Storage.Tests.Triggers;

[Collection(nameof(StorageTests))]
public sealed class ScheduleStoreTests(AzuriteFixture fixture)
{
    private static readonly DateTimeOffset Now = new(2026, 5, 4, 3, 2, 1, 7, TimeSpan.Zero);
    private readonly string _workspace = AzuriteFixture.NewName();

    private ScheduleStore Store => new(fixture.Account);

    [Fact]
    public async Task States_Saved_AreReadAsTheyWere()
    {
        var state = new ScheduleState("flow", "tick ~/é")
        {
            Definition = "g 0 2 * * * UTC",
            SettledUntil = Now,
            WaitingUntil = Now.AddMinutes(1),
            IsIdle = true,
            LastRunId = "run",
            LastDueAt = Now.AddMinutes(2),
            LastStartedAt = Now.AddMinutes(3),
            Error = "Why",
            ErrorDueAt = Now.AddMinutes(4),
            GivenUpUntil = Now.AddMinutes(5),
        };

        await Store.SaveAsync(_workspace, [state, Named("other")]);

        Assert.Equal(state, await Store.FindAsync(_workspace, "flow", "tick ~/é"));
        Assert.Equal(Named("other"), await Store.FindAsync(_workspace, "flow", "other"));
        Assert.Null(await Store.FindAsync(_workspace + "2", "flow", "other"));
    }

    [Fact]
    public async Task States_MoreThanATransactionHolds_AreAllWrittenAndReplaced()
    {
        var states = Enumerable.Range(0, 250).Select(static index => Named($"t{index}")).ToList();

        await Store.SaveAsync(_workspace, states.Select(static state => state with { Error = "Before" }));
        await Store.SaveAsync(_workspace, states);

        Assert.Equal(states.ToHashSet(), (await Store.ListAsync(_workspace)).ToHashSet());
    }

    [Fact]
    public async Task States_OfManyFlows_AreListedInOneWorkspaceOnly()
    {
        var states = Enumerable.Range(0, 40).Select(index => Named("t") with { FlowId = $"flow-{index}" }).ToList();

        await Store.SaveAsync(_workspace, states);
        await Store.SaveAsync(_workspace + "2", [Named("other")]);

        Assert.Equal(states.ToHashSet(), (await Store.ListAsync(_workspace)).ToHashSet());
        Assert.Equal(states[7], await Store.FindAsync(_workspace, "flow-7", "t"));
    }

    [Fact]
    public async Task State_Forgotten_IsNotThere()
    {
        await Store.SaveAsync(_workspace, [Named("tick")]);

        await Store.ForgetAsync(_workspace, "flow", "tick");
        await Store.ForgetAsync(_workspace, "flow", "tick");

        Assert.Empty(await Store.ListAsync(_workspace));
    }

    [Fact]
    public async Task State_WithALongError_IsCut()
    {
        await Store.SaveAsync(_workspace, [Named("tick") with { Error = new string('e', 100_000) }]);

        Assert.Equal(2_000, (await Store.FindAsync(_workspace, "flow", "tick"))!.Error!.Length);
    }

    private static ScheduleState Named(string trigger) => new("flow", trigger) { Definition = "d", SettledUntil = Now };
}
