namespace FlowFunctions.Engine.DurableTask.Tests.Hub;

public sealed class FixtureReplayTests
{
    public static TheoryData<string, int> Instances =>
        new()
        {
            { "orchestrator-timer", 1 },
            { "orchestrator-chain-of-10", 2 },
            { "orchestrator-fan-out-100", 1 },
            { "orchestrator-retry-with-timers", 1 },
            { "orchestrator-sub-orchestrations", 1 },
            { "orchestrator-continue-as-new", 1 },
            { "orchestrator-external-event-suspend-resume", 3 },
            { "orchestrator-activity-failure-caught", 1 },
            { "orchestrator-activity-failure-uncaught", 1 },
            { "orchestrator-large-result", 1 },
        };

    [Theory]
    [MemberData(nameof(Instances))]
    public async Task Hub_WithRecordedAnswers_AsksWhatTheHostAsked(string recording, int instances)
    {
        var recorded = RecordedInstance.Read(recording);
        Assert.Equal(instances, recorded.Count);
        foreach (var instance in recorded.Where(IsRoot))
        {
            var replay = new FixtureReplay(instance);
            await replay.RunAsync();

            Assert.Equal(instance.Turns.Count, replay.Asked.Count);
            for (var turn = 0; turn < instance.Turns.Count; turn++)
            {
                var expected = RequestShape.Of(instance.Turns[turn].Request);
                Assert.Equal(expected.ToString(), RequestShape.Of(replay.Asked[turn]).ToString());
            }
        }
    }

    [Fact]
    public async Task Hub_RecordedChild_StartsItAsTheHostDid()
    {
        var child = RecordedInstance.Read("orchestrator-chain-of-10").Single(instance => !IsRoot(instance));
        var replay = new FixtureReplay(Assert.Single(RecordedInstance.Read("orchestrator-sub-orchestrations")));
        await replay.RunAsync();

        var expected = RequestShape.Of(child.Turns[0].Request);
        Assert.Equal(expected.ToString(), RequestShape.Of(replay.AskedOf(child.Id)[0]).ToString());
    }

    /// <summary>A child is started by its parent, not by a client.</summary>
    private static bool IsRoot(RecordedInstance instance) =>
        instance.Turns[0].Request.NewEvents.All(first => first.ExecutionStarted is not { ParentInstance: not null });
}
