using FlowFunctions.Flows.Triggers;
using FlowFunctions.Storage.Queues;

namespace FlowFunctions.Storage.Tests.Queues;

public sealed class WorkspaceQueueTests
{
    [Theory]
    [InlineData("", "orders", "orders")]
    [InlineData("default", "a-b-c", "a-b-c")]
    [InlineData("acme", "orders", "w4-acme-orders")]
    [InlineData("a", "b-orders", "w1-a-b-orders")]
    [InlineData("a-b", "orders", "w3-a-b-orders")]
    [InlineData("Acme Ltd", "orders", "w0-0f72986d73ffd220-orders")]
    public void Name_OfAWorkspace_IsItsOwnInTheAccount(string workspace, string name, string expected)
    {
        Assert.True(WorkspaceQueue.TryFind(workspace, name, out var queue, out _));
        Assert.Equal((expected, $"{expected}-poison"), (queue.StorageName, queue.PoisonName));
    }

    [Theory]
    [InlineData("ab", "no name of a queue")]
    [InlineData("Orders", "no name of a queue")]
    [InlineData("a--b", "no name of a queue")]
    [InlineData("orders-", "no name of a queue")]
    [InlineData("orders\n", "no name of a queue")]
    [InlineData("flow-runs", "name a flow to run")]
    [InlineData("flow-runs-poison", "could not be used")]
    [InlineData("orders-poison", "could not be used")]
    [InlineData("azure-webjobs-blobtrigger-x", "the Azure Functions host")]
    [InlineData("flowfunctions-control-00", "Durable Functions")]
    [InlineData("flowfunctions-workitems", "Durable Functions")]
    [InlineData("w4-acme-orders", "another workspace")]
    public void Name_ThatIsNoneOrReserved_IsRefusedWithTheReason(string name, string reason)
    {
        Assert.False(WorkspaceQueue.TryFind("default", name, out _, out var problem));
        Assert.Contains(reason, problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("default", 63, 56)]
    [InlineData("acme", 55, 48)]
    public void Name_OfTheGreatestLength_LeavesRoomForThePoisonQueueWhereItIsRead(
        string workspace,
        int toSend,
        int toRead
    )
    {
        Assert.True(WorkspaceQueue.TryFind(workspace, new string('q', toSend), out var longest, out _));
        Assert.Equal(QueueName.MaxLength, longest.StorageName.Length);
        Assert.False(WorkspaceQueue.TryFind(workspace, new string('q', toSend + 1), out _, out _));

        Assert.True(WorkspaceQueue.TryFindToRead(workspace, new string('q', toRead), out var read, out _));
        Assert.Equal(QueueName.MaxLength, read.PoisonName.Length);
        Assert.False(WorkspaceQueue.TryFindToRead(workspace, new string('q', toRead + 1), out _, out var problem));
        Assert.Contains("too long", problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("default", "flow-runs")]
    [InlineData("billing", "w7-billing-flow-runs")]
    public void Inbox_OfAWorkspace_HasItsNameInFront(string workspace, string name)
    {
        Assert.Equal(name, WorkspaceQueue.InboxOf(workspace).StorageName);
        Assert.False(WorkspaceQueue.TryFind("default", name, out _, out _));
    }

    [Fact]
    public void Inbox_OfAWorkspaceWithALongName_FitsWithItsPoisonQueue()
    {
        var (one, other) = (
            WorkspaceQueue.InboxOf(new string('a', 62) + "b"),
            WorkspaceQueue.InboxOf(new string('a', 63))
        );

        Assert.StartsWith("w0-", one.StorageName, StringComparison.Ordinal);
        Assert.NotEqual(one.StorageName, other.StorageName);
        Assert.InRange(one.PoisonName.Length, 3, QueueName.MaxLength);
    }
}
