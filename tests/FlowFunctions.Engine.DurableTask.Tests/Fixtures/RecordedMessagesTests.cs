using FlowFunctions.Engine.DurableTask.Protocol;
using Google.Protobuf;

namespace FlowFunctions.Engine.DurableTask.Tests.Fixtures;

public sealed class RecordedMessagesTests
{
    public static TheoryData<string> Recordings => [.. RecordedTraffic.Orchestrators];

    [Theory]
    [MemberData(nameof(Recordings))]
    public void Request_Recorded_IsTheSameBytesAfterOurMessages(string recording)
    {
        foreach (var turn in RecordedTraffic.Turns(recording))
        {
            var ours = OrchestratorRequest.Parser.ParseFrom(turn.RequestBytes);
            Assert.Equal(Wire.Normalized(turn.RequestBytes), Wire.Normalized(ours.ToByteArray()));
        }
    }

    [Theory]
    [MemberData(nameof(Recordings))]
    public void Response_Recorded_IsTheSameBytesAfterOurMessages(string recording)
    {
        foreach (var bytes in RecordedTraffic.Turns(recording).Select(turn => turn.ResponseBytes).OfType<byte[]>())
        {
            var ours = OrchestratorResponse.Parser.ParseFrom(bytes);
            Assert.Equal(Wire.Normalized(bytes), Wire.Normalized(ours.ToByteArray()));
        }
    }

    [Theory]
    [MemberData(nameof(Recordings))]
    public void Request_Recorded_HasOnlyEventsThatWeKnow(string recording)
    {
        var events = RecordedTraffic
            .Turns(recording)
            .SelectMany(turn => turn.Request.PastEvents.Concat(turn.Request.NewEvents));

        Assert.All(events, recorded => Assert.NotEqual(HistoryEvent.EventTypeOneofCase.None, recorded.EventTypeCase));
    }
}
