using FlowFunctions.App.Triggers;
using FlowFunctions.App.Triggers.Queues;
using FlowFunctions.Flows.Triggers;

namespace FlowFunctions.App.Tests.Triggers.Queues;

public sealed class QueueOwnersTests
{
    private static readonly TriggerKey First = new("default", "a", "q");
    private static readonly TriggerKey Second = new("default", "b", "q");

    [Fact]
    public void Queue_NamedTwice_IsTheFirstOnes()
    {
        var owners = QueueOwners.Of([(First, Trigger("orders")), (Second, Trigger("orders"))]);

        Assert.Equal(First, Assert.Single(owners.All).Key);
        Assert.Null(owners.ProblemOf(First, Trigger("orders"), out _));
        Assert.Contains("'a.q'", owners.ProblemOf(Second, Trigger("orders"), out var other), StringComparison.Ordinal);
        Assert.Equal(First, other);
    }

    [Fact]
    public void Queue_OfATriggerThatIsSwitchedOff_IsFree()
    {
        var off = Trigger("orders") with { Enabled = false };
        var owners = QueueOwners.Of([(First, off), (Second, Trigger("orders"))]);

        Assert.Equal(Second, Assert.Single(owners.All).Key);
        Assert.Null(owners.ProblemOf(First, off, out _));
    }

    [Fact]
    public void Queue_OfTheSameNameInAnotherWorkspace_IsAnother()
    {
        var elsewhere = First with { Workspace = "acme" };
        var owners = QueueOwners.Of([(First, Trigger("orders")), (elsewhere, Trigger("orders"))]);

        Assert.Equal(["orders", "w4-acme-orders"], owners.All.Select(static owner => owner.Queue.StorageName));
        Assert.Null(owners.ProblemOf(elsewhere, Trigger("orders"), out _));
    }

    [Theory]
    [InlineData("flow-runs")]
    [InlineData("orders-poison")]
    [InlineData("w4-acme-orders")]
    public void Queue_WithAReservedName_IsNobodys(string name)
    {
        var owners = QueueOwners.Of([(First, Trigger(name))]);

        Assert.Empty(owners.All);
        Assert.Contains(name, owners.ProblemOf(First, Trigger(name), out var other), StringComparison.Ordinal);
        Assert.Null(other);
    }

    private static QueueTrigger Trigger(string queue) =>
        new()
        {
            Id = "q",
            Pointer = "/triggers/q",
            Queue = queue,
        };
}
