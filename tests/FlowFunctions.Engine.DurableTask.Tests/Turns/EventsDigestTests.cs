using FlowFunctions.Engine.DurableTask.Tests.Fixtures;
using FlowFunctions.Engine.DurableTask.Turns;

namespace FlowFunctions.Engine.DurableTask.Tests.Turns;

public sealed class EventsDigestTests
{
    /// <summary>What the real host sent: else every turn would be folded from the start.</summary>
    [Fact]
    public void Digest_OfRecordedNewEvents_IsTheirsAsPastEvents()
    {
        (TurnRequest First, TurnRequest Second)[] pairs =
        [
            .. RecordedTraffic.Orchestrators.SelectMany(static recording =>
                RecordedTraffic
                    .Turns(recording)
                    .Select(static turn => TurnRequest.Read(turn.RequestBytes))
                    .GroupBy(static request => request.InstanceId)
                    .SelectMany(static turns => turns.Zip(turns.Skip(1)))
                    .Where(static pair => pair.Second.PastCount > pair.First.Count)
            ),
        ];

        Assert.True(pairs.Length > 20, $"{pairs.Length} turns follow another.");
        Assert.All(
            pairs,
            static pair =>
            {
                var digest = pair.First.DigestNew();
                Assert.Equal(digest, pair.Second.DigestPast(pair.First.Count, digest.Count));
            }
        );
    }

    [Fact]
    public void Digest_OtherOrderOrBorders_IsAnother()
    {
        byte[] bytes = [1, 2, 3, 4];

        Assert.Equal(EventsDigest.Of(bytes, [0..2, 2..4]), EventsDigest.Of([1, 2, 3, 4], [0..2, 2..4]));
        Assert.NotEqual(EventsDigest.Of(bytes, [0..2, 2..4]), EventsDigest.Of(bytes, [2..4, 0..2]));
        Assert.NotEqual(EventsDigest.Of(bytes, [0..2, 2..4]), EventsDigest.Of(bytes, [0..1, 1..4]));
    }
}
