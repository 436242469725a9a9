using FlowFunctions.Engine.Admission;
using FlowFunctions.Engine.DurableTask.Admission;
using FlowFunctions.Engine.DurableTask.Tests.Clients;

namespace FlowFunctions.Engine.DurableTask.Tests.Admission;

public sealed class AdmissionGateTests
{
    private static readonly AdmissionKey Key = new("", "flow", "1");
    private readonly MemoryAdmissions _store = new();

    [Fact]
    public async Task Enter_Twice_AnswersTheSame()
    {
        var gate = NewGate();

        Assert.Equal(AdmissionAnswer.Admitted, await EnterAsync(gate, "r1"));
        Assert.Equal(AdmissionAnswer.Queued, await EnterAsync(gate, "r2"));
        Assert.Equal(AdmissionAnswer.Admitted, await EnterAsync(gate, "r1"));
        Assert.Equal(AdmissionAnswer.Queued, await EnterAsync(gate, "r2"));
        Assert.Equal(new AdmissionPlace(1, 1), (await gate.ReadAsync(Key, default)).PlaceOf("r2"));
    }

    [Fact]
    public async Task Leave_Repeated_NamesTheAdmittedAgain()
    {
        var gate = NewGate();
        foreach (var runId in new[] { "r1", "r2", "r3" })
        {
            await EnterAsync(gate, runId);
        }

        Assert.Equal(["r2"], await gate.LeaveAsync(Key, "r1", default));
        Assert.Equal(["r2"], await gate.LeaveAsync(Key, "r1", default));
        Assert.Equal(AdmissionAnswer.Admitted, await EnterAsync(gate, "r2"));
        Assert.Equal(["r3"], await gate.LeaveAsync(Key, "r2", default));
        Assert.Empty(await gate.LeaveAsync(Key, "r1", default));
    }

    [Fact]
    public async Task Leave_OfTheLast_DeletesTheDocument()
    {
        var gate = NewGate();
        await EnterAsync(gate, "r1");
        Assert.Equal(1, _store.Count);

        Assert.Empty(await gate.LeaveAsync(Key, "r1", default));

        Assert.Equal(0, _store.Count);
    }

    [Fact]
    public async Task Enter_WhenOthersAreFaster_IsDecidedAnew()
    {
        var gate = NewGate();
        _store.LostRaces = 3;

        Assert.Equal(AdmissionAnswer.Admitted, await EnterAsync(gate, "r1"));
    }

    [Fact]
    public async Task Enter_WhenOthersAreAlwaysFaster_GivesUp()
    {
        _store.LostRaces = 1_000;

        var pauses = new InstantPauses(TimeSpan.FromSeconds(1));

        await Assert.ThrowsAsync<IOException>(async () => await EnterAsync(new AdmissionGate(_store, pauses), "r1"));
        Assert.InRange(pauses.Pauses.Count, 10, 100);
    }

    [Fact]
    public async Task Enter_ByManyProcessesAtOnce_AdmitsAsManyAsMayBe()
    {
        AdmissionGate[] processes = [NewGate(), NewGate(), NewGate(), NewGate()];

        var answers = await Task.WhenAll(
            Enumerable
                .Range(0, 100)
                .Select(run =>
                    Task.Run(async () => await EnterAsync(processes[run % processes.Length], $"r{run}", limit: 7))
                )
        );

        Assert.Equal(7, answers.Count(static answer => answer == AdmissionAnswer.Admitted));
        Assert.Equal(93, answers.Count(static answer => answer == AdmissionAnswer.Queued));
    }

    private AdmissionGate NewGate() => new(_store, TimeProvider.System);

    private static ValueTask<AdmissionAnswer> EnterAsync(AdmissionGate gate, string runId, int limit = 1) =>
        gate.EnterAsync(new AdmissionTicket(Key, runId, limit, MaxQueued: 1_000), default);
}
