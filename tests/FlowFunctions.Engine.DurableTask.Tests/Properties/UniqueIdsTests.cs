using FlowFunctions.Engine.DurableTask.Hub;
using FlowFunctions.Engine.DurableTask.Hub.Faults;
using FlowFunctions.Engine.DurableTask.Protocol;
using FlowFunctions.Engine.Tests.Properties;
using EventKind = FlowFunctions.Engine.DurableTask.Protocol.HistoryEvent.EventTypeOneofCase;
using InstanceQuery = FlowFunctions.Engine.DurableTask.Clients.InstanceQuery;

namespace FlowFunctions.Engine.DurableTask.Tests.Properties;

/// <summary>In one history nothing is asked for twice under one id, whatever the backend does: an answer would be somebody else's.</summary>
public sealed class UniqueIdsTests
{
    private const int Cases = 100;

    [Fact]
    public async Task RandomFlow_WithFaults_AsksForNothingUnderAnIdTwice()
    {
        for (var seed = 1000; seed < 1000 + Cases; seed++)
        {
            var world = new DurableWorld(new RandomFlow(seed, mayBeCutShort: false), OptionsFor(seed), CacheFor(seed));
            await world.RunAsync();

            foreach (var instance in world.Hub.List(new InstanceQuery { Limit = 1000 }).Instances)
            {
                var asked = world.Hub.History(instance.InstanceId).Where(Asks).Select(static shown => shown.EventId);
                var twice = asked.GroupBy(static id => id).Where(static ids => ids.Count() > 1).Select(ids => ids.Key);
                Assert.True(!twice.Any(), $"Seed {seed}, {instance.InstanceId}: {string.Join(", ", twice)}");
            }
        }
    }

    private static bool Asks(HistoryEvent shown) =>
        shown.EventTypeCase
            is EventKind.TaskScheduled
                or EventKind.TimerCreated
                or EventKind.SubOrchestrationInstanceCreated
                or EventKind.EventSent;

    private static TaskHubOptions OptionsFor(int seed) =>
        new()
        {
            Seed = seed,
            Sessions = seed % 2 == 0 ? new ExtendedSessions(TimeSpan.FromSeconds(30), EndsAtRandom: 0.2) : null,
            Faults = new HubFaults
            {
                DuplicateMessage = 0.1,
                DuplicateActivity = 0.05,
                Reorder = 0.1,
                TurnLost = 0.05,
                TurnLostAfterSending = 0.5,
                ActivityLost = 0.05,
                ActivityBroken = 0.05,
                TurnBroken = seed % 3 == 0 ? 0.02 : 0,
                EarlyTimer = 0.3,
            },
        };

    private static long CacheFor(int seed) => seed % 3 == 0 ? 0 : 1 << 24;
}
