using FlowFunctions.Engine.DurableTask.Hub;
using FlowFunctions.Engine.DurableTask.Hub.Faults;
using FlowFunctions.Engine.DurableTask.Tests.CustomHandler;
using FlowFunctions.Engine.DurableTask.Tests.Runs;
using FlowFunctions.Engine.Tests.Properties;

namespace FlowFunctions.Engine.DurableTask.Tests.Properties;

/// <summary>For random flows and outcomes the final records do not tell which engine carried the run out, whatever the backend does.</summary>
public sealed class SameRecordsTests
{
    private const int Cases = 300;

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task RandomFlow_OnBothEngines_HasTheSameFinalRecords(int part)
    {
        for (var seed = part; seed < Cases; seed += 4)
        {
            var flow = new RandomFlow(seed, mayBeCutShort: false);
            var expected = await new EmbeddedWorld(flow, seed, LimitsFor(seed)).RunAsync();

            var actual = await new DurableWorld(
                flow,
                OptionsFor(seed),
                CacheFor(seed),
                limits: LimitsFor(seed)
            ).RunAsync();

            Assert.True(expected == actual, $"Seed {seed}:\n--- embedded\n{expected}\n--- durable\n{actual}");
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public async Task RandomFlow_OnAHostThatLosesAndBreaksCalls_HasTheSameFinalRecords(int part)
    {
        var rewinds = 0;
        for (var seed = part; seed < Cases; seed += 2)
        {
            var flow = new RandomFlow(seed, mayBeCutShort: false);
            var expected = await new EmbeddedWorld(flow, seed, LimitsFor(seed)).RunAsync();
            var options = OptionsFor(seed) with { Faults = Breaking(seed) };
            var world = new DurableWorld(flow, options, CacheFor(seed), limits: LimitsFor(seed));

            var actual = await world.RunAsync();

            Assert.True(expected == actual, $"Seed {seed}:\n--- embedded\n{expected}\n--- durable\n{actual}");
            rewinds += world.Rewinds;
        }

        Assert.True(rewinds > 0);
    }

    [Theory]
    [InlineData(7000)]
    [InlineData(7100)]
    public async Task RandomFlow_OnAHostThatBreaksCallsAgainAndAgain_HasTheSameFinalRecords(int first)
    {
        for (var seed = first; seed < first + 60; seed++)
        {
            var flow = new RandomFlow(seed, mayBeCutShort: false);
            var expected = await new EmbeddedWorld(flow, seed).RunAsync();
            var options = OptionsFor(seed) with
            {
                MaxSteps = 20_000,
                Faults = new HubFaults
                {
                    TurnBroken = 0.02,
                    ActivityBroken = 0.04,
                    TurnLost = 0.05,
                    Reorder = 0.2,
                    DuplicateMessage = 0.1,
                    EarlyTimer = 0.3,
                },
            };
            var world = new DurableWorld(flow, options, seed % 3 == 0 ? 0 : 1 << 24);

            var actual = await world.RunAsync();

            Assert.True(expected == actual, $"Seed {seed}:\n--- embedded\n{expected}\n--- durable\n{actual}");
        }
    }

    [Fact]
    public async Task RandomFlow_ThroughTheContractOfTheCustomHandler_HasTheSameFinalRecords()
    {
        var worker = new EngineWorker();
        await using var handler = await HandlerServer.StartAsync(worker);
        for (var seed = 1000; seed < 1060; seed++)
        {
            var flow = new RandomFlow(seed, mayBeCutShort: false);
            var expected = await new EmbeddedWorld(flow, seed).RunAsync();
            var world = new DurableWorld(flow, OptionsFor(seed), CacheFor(seed), worker, handler);

            var actual = await world.RunAsync();

            Assert.True(expected == actual, $"Seed {seed}:\n--- embedded\n{expected}\n--- durable\n{actual}");
        }
    }

    /// <summary>Also with runs that wait for each other, which no record tells.</summary>
    private static FlowLimits LimitsFor(int seed) => (FlowLimits)(seed / 4 % 4);

    private static HubFaults Breaking(int seed) =>
        new()
        {
            DuplicateMessage = 0.05,
            Reorder = 0.1,
            TurnLost = 0.05,
            ActivityLost = 0.05,
            ActivityBroken = seed % 3 == 0 ? 0.03 : 0,
            TurnBroken = seed % 4 < 2 ? 0.01 : 0,
            EarlyTimer = 0.2,
        };

    /// <summary>Every other case with extended sessions, two of three with faults.</summary>
    private static TaskHubOptions OptionsFor(int seed) =>
        new()
        {
            Seed = seed,
            Sessions = seed % 2 == 0 ? new ExtendedSessions(TimeSpan.FromSeconds(30), EndsAtRandom: 0.2) : null,
            Faults =
                seed % 3 == 0
                    ? HubFaults.None
                    : new HubFaults
                    {
                        DuplicateMessage = 0.1,
                        DuplicateActivity = 0.1,
                        EarlyTimer = 0.3,
                    },
        };

    /// <summary>Every fifth case folds each turn from the start.</summary>
    private static long CacheFor(int seed) => seed % 5 == 0 ? 0 : 1 << 24;
}
