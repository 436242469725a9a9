using FlowFunctions.Engine.DurableTask.Clients;
using FlowFunctions.Engine.DurableTask.Clients.Management;

namespace FlowFunctions.Engine.DurableTask.Tests.Clients;

public sealed class ManagementRoutesTests
{
    private static readonly ManagementRoutes Routes = new(
        new("My Hub", new("http://127.0.0.1:7071/runtime/webhooks/durabletask/"), null, "?code=a%2Bb", "Store")
    );

    private const string Base = "http://127.0.0.1:7071/runtime/webhooks/durabletask";
    private const string Required = "taskHub=My%20Hub&connection=Store&code=a%2Bb";

    [Fact]
    public void Routes_EachCall_IsTheDocumentedOne()
    {
        Assert.Equal($"{Base}/orchestrators/RunFlow/r~1?{Required}", Routes.Start("RunFlow", "r~1").AbsoluteUri);
        Assert.Equal($"{Base}/instances/r?{Required}", Routes.Instance("r").AbsoluteUri);
        Assert.Equal($"{Base}/instances/r?showInput=false&{Required}", Routes.State("r").AbsoluteUri);
        Assert.Equal($"{Base}/instances/r/raiseEvent/go%20on?{Required}", Routes.Event("r", "go on").AbsoluteUri);
        Assert.Equal($"{Base}/instances/r/terminate?reason=a%26b&{Required}", Routes.Terminate("r", "a&b").AbsoluteUri);
        Assert.Equal($"{Base}/instances/r/rewind?reason=%C3%BC&{Required}", Routes.Rewind("r", "ü").AbsoluteUri);
    }

    [Fact]
    public void Event_NameWithSpecialCharacters_StaysOneSegment() =>
        Assert.Equal(
            $"{Base}/instances/a%2Bb/raiseEvent/x%2Fy%3Fz%23?{Required}",
            Routes.Event("a+b", "x/y?z#").AbsoluteUri
        );

    [Fact]
    public void Terminate_LongReason_IsCut() =>
        Assert.Equal(
            $"{Base}/instances/r/terminate?reason={new string('x', 1000)}&{Required}",
            Routes.Terminate("r", new('x', 5000)).AbsoluteUri
        );

    [Fact]
    public void List_EachCondition_IsInTheQuery()
    {
        var query = new InstanceQuery
        {
            Statuses = [InstanceStatus.Failed, InstanceStatus.Running],
            CreatedFrom = new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.FromHours(1)),
            CreatedTo = new DateTimeOffset(2026, 1, 2, 3, 4, 5, 678, TimeSpan.Zero),
            IdPrefix = "a&b",
            Limit = 7,
        };

        Assert.Equal(
            $"{Base}/instances?showInput=false&top=7&runtimeStatus=Failed,Running&createdTimeFrom=2026-01-02T02%3A04%3A05.0000000Z"
                + $"&createdTimeTo=2026-01-02T03%3A04%3A05.6780000Z&instanceIdPrefix=a%26b&{Required}",
            Routes.List(query).AbsoluteUri
        );
    }

    [Fact]
    public void List_NoConditions_AsksForAll() =>
        Assert.Equal($"{Base}/instances?showInput=false&top=100&{Required}", Routes.List(new()).AbsoluteUri);
}
