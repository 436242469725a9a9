using FlowFunctions.Engine.Admission;
using FlowFunctions.Engine.Embedded.Admission;

namespace FlowFunctions.Engine.Embedded.Tests.Admission;

public sealed class AdmissionTableTests
{
    private readonly List<string> _admitted = [];
    private readonly AdmissionTable _table;

    public AdmissionTableTests() => _table = new AdmissionTable(maxQueued: 3, _admitted.Add);

    [Fact]
    public void Enter_OverTheLimit_WaitsAndIsAdmittedInOrder()
    {
        var first = Enter("one", AdmissionAnswer.Admitted);
        Enter("two", AdmissionAnswer.Queued);
        var third = Enter("three", AdmissionAnswer.Queued);
        Assert.Equal(new AdmissionPlace(2, Open: 1, Limit: 1), _table.PlaceOf(third));

        _table.Leave(first);

        Assert.Equal(["two"], _admitted);
        Assert.Equal(1, _table.PlaceOf(third).Place);
        Assert.Equal(1, _table.Queued);
    }

    [Fact]
    public void Enter_OtherKeyOrWorkspace_CountsApart()
    {
        Enter("one", AdmissionAnswer.Admitted);
        Enter("two", AdmissionAnswer.Admitted, new AdmissionKey("", "flow", "\"other\""));
        Enter("three", AdmissionAnswer.Admitted, new AdmissionKey("tenant", "flow", ""));
    }

    [Fact]
    public void Enter_MustNotWaitOrTooManyWait_IsRefused()
    {
        Enter("one", AdmissionAnswer.Admitted);
        Assert.Equal(AdmissionAnswer.Refused, _table.Enter(Ticket("two"), mayWait: false));
        Enter("two", AdmissionAnswer.Queued);
        Enter("three", AdmissionAnswer.Queued);
        Enter("four", AdmissionAnswer.Queued);
        Enter("five", AdmissionAnswer.QueueFull);
    }

    [Fact]
    public void Leave_WhileWaiting_LetsTheOthersMoveUp()
    {
        var first = Enter("one", AdmissionAnswer.Admitted);
        var second = Enter("two", AdmissionAnswer.Queued);
        Enter("three", AdmissionAnswer.Queued);

        _table.Leave(second);
        _table.Leave(second);
        _table.Leave(first);

        Assert.Equal(["three"], _admitted);
    }

    [Fact]
    public void Hold_ThenRejoin_QueuesAtTheEnd()
    {
        var first = Enter("one", AdmissionAnswer.Admitted);
        var second = Enter("two", AdmissionAnswer.Queued);
        Enter("three", AdmissionAnswer.Queued);

        Assert.True(_table.TryHold(second));
        _table.Rejoin(second);
        _table.Leave(first);

        Assert.Equal(["three"], _admitted);
    }

    [Fact]
    public void Adopt_MoreThanTheLimit_AdmitsNobodyUntilEnoughHaveEnded()
    {
        var open = new[] { Ticket("a"), Ticket("b") };
        Array.ForEach(open, _table.Adopt);
        _table.AdoptQueued(Ticket("c"), rank: 1);
        _table.AdmitAll();
        _table.Leave(open[0]);
        Assert.Empty(_admitted);

        _table.Leave(open[1]);

        Assert.Equal(["c"], _admitted);
    }

    [Fact]
    public void Holds_RunCalledByOneOfItsKey_SharesItsPlace()
    {
        var caller = new AdmissionTicket("child", new AdmissionKey("", "other", ""), 1, Ticket("parent"));

        Assert.True(caller.Holds(new AdmissionKey("", "flow", "")));
        Assert.False(caller.Holds(new AdmissionKey("", "third", "")));
    }

    private AdmissionTicket Enter(string runId, AdmissionAnswer expected, AdmissionKey? key = null)
    {
        var ticket = new AdmissionTicket(runId, key ?? new AdmissionKey("", "flow", ""), limit: 1, caller: null);
        Assert.Equal(expected, _table.Enter(ticket, mayWait: true));
        return ticket;
    }

    private static AdmissionTicket Ticket(string runId) =>
        new(runId, new AdmissionKey("", "flow", ""), limit: 1, caller: null);
}
