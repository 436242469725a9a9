using FlowFunctions.Engine.DurableTask.Hub;
using FlowFunctions.Engine.DurableTask.Hub.Faults;
using FlowFunctions.Engine.Tests.Properties;

namespace FlowFunctions.Engine.DurableTask.Tests.Properties;

/// <summary>Turns that are lost after what they asked for was sent: what is asked for again under the same ids may be something else.</summary>
public sealed class LostTurnTests
{
    private const int First = 5_000;
    private const int Cases = 50;

    [Fact]
    public async Task RandomFlow_OnAHostThatLosesTurnsAfterSending_HasTheSameFinalRecords()
    {
        for (var seed = First; seed < First + Cases; seed++)
        {
            var flow = new RandomFlow(seed, mayBeCutShort: false);
            var expected = await new EmbeddedWorld(flow, seed).RunAsync();

            var actual = await new DurableWorld(flow, OptionsFor(seed), seed % 3 == 0 ? 0 : 1 << 24).RunAsync();

            Assert.True(expected == actual, $"Seed {seed}:\n--- embedded\n{expected}\n--- durable\n{actual}");
        }
    }

    private static TaskHubOptions OptionsFor(int seed) =>
        new()
        {
            Seed = seed,
            Sessions = seed % 2 == 0 ? new ExtendedSessions(TimeSpan.FromSeconds(30), EndsAtRandom: 0.2) : null,
            Faults = new HubFaults
            {
                TurnLost = 0.15,
                TurnLostAfterSending = 0.7,
                Reorder = 0.3,
                DuplicateMessage = 0.1,
            },
        };
}
