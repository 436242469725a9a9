using FlowFunctions.Engine.DurableTask.Protocol;
using FlowFunctions.Engine.DurableTask.Turns;
using Google.Protobuf;

namespace FlowFunctions.Engine.DurableTask.Tests.Turns;

public sealed class TurnRequestTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(63)]
    [InlineData(64)]
    [InlineData(65)]
    [InlineData(127)]
    [InlineData(199)]
    [InlineData(200)]
    public void PastFrom_AnyPlace_GivesTheRestInOrder(int count)
    {
        // A message may be written in parts, so that fields of a kind do not stand together.
        var request = TurnRequest.Read(
            (byte[])
                [
                    .. Part(past: Enumerable.Range(0, 70), fresh: 1000),
                    .. Part(past: Enumerable.Range(70, 130), fresh: 1001),
                ]
        );

        Assert.Equal((200, 202), (request.PastCount, request.Count));
        Assert.Equal(Enumerable.Range(count, 200 - count), request.PastFrom(count).Select(past => past.EventId));
        Assert.Equal([1000, 1001], request.New.Select(past => past.EventId));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(64)]
    [InlineData(65)]
    [InlineData(150)]
    public void DigestPast_OfTheLastEvents_IsThatOfTheTurnThatBroughtThem(int end)
    {
        var ids = Enumerable.Range(0, 150);
        var later = TurnRequest.Read(Part(past: ids, fresh: null));
        var turn = TurnRequest.Read(Part(past: ids.Take(end - 1), fresh: end - 1));

        Assert.Equal(turn.DigestNew(), later.DigestPast(end, 1));
        Assert.NotEqual(turn.DigestNew(), later.DigestPast(end == 1 ? 2 : end - 1, 1));
    }

    [Fact]
    public void All_OfARequestWithoutEvents_AreNone()
    {
        var request = TurnRequest.Read(new OrchestratorRequest { InstanceId = "run" }.ToByteArray());

        Assert.Empty(request.All);
    }

    private static byte[] Part(IEnumerable<int> past, int? fresh)
    {
        var part = new OrchestratorRequest { InstanceId = "run" };
        part.PastEvents.AddRange(past.Select(static id => new HistoryEvent { EventId = id }));
        if (fresh is { } id)
        {
            part.NewEvents.Add(new HistoryEvent { EventId = id });
        }

        return part.ToByteArray();
    }
}
