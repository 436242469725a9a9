using FlowFunctions.Engine.Contracts;
using FlowFunctions.Engine.DurableTask.Hub;
using FlowFunctions.Engine.DurableTask.Hub.Faults;
using FlowFunctions.Engine.DurableTask.Tests.Runs;
using FlowFunctions.Engine.Payloads;
using FlowFunctions.Engine.Runs;
using FlowFunctions.Engine.Steps;
using FlowFunctions.Engine.Tests;
using FlowFunctions.Flows.Plans;
using static FlowFunctions.Engine.DurableTask.Tests.Admission.LimitedWorld;

namespace FlowFunctions.Engine.DurableTask.Tests.Admission;

/// <summary>Whatever goes wrong, no more runs of a key are open than may be, and every run ends.</summary>
public sealed class ManyLimitedRunsTests
{
    private const int Cases = 120;
    private const int Runs = 8;
    private const int MostRounds = 60;

    private static readonly Plan Caller = PlanBuilder.Of("call").Build().Hashed("caller");

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public async Task Runs_OnAHostThatLosesAndBreaksCalls_AllEndAndNeverTooManyAreOpen(int part)
    {
        for (var seed = part; seed < Cases; seed += 2)
        {
            var limit = 1 + (seed % 3);
            var world = new LimitedWorld(Answer, OptionsFor(seed)) { Change = MayRewind };
            world.Restart();
            world.Client.LosesAdmissions = seed % 5 == 0;
            var plan = world.Add(Limited(PlanBuilder.Of("a"), limit, key: KeyOf(seed)));
            world.Add(Limited(PlanBuilder.Of("b"), limit, flowId: "child"));

            await StartAsync(world, plan, seed);
            await EndAsync(world, seed);

            Assert.True(world.Open.Most <= limit, $"Seed {seed}: {world.Open.Most} of {limit} were open at once.");
            Assert.True(world.Open.Begun.Count >= Runs, $"Seed {seed}: {string.Join(' ', world.Open.Begun)}");
        }
    }

    private static async Task StartAsync(LimitedWorld world, Plan plan, int seed)
    {
        for (var run = 0; run < Runs; run++)
        {
            if (run % 3 == 0)
            {
                await world.StartAsync(Caller, $"r{run}");
            }
            else
            {
                await world.StartAsync(plan, $"r{run}", $$"""{"key":{{run % 2}}}""");
            }

            if (seed % 4 == 0 && run % 2 == 1)
            {
                await world.Pump.RunForAsync(TimeSpan.FromSeconds(seed % 7));
            }

            if (seed % 3 == 0 && run == 4)
            {
                world.Restart();
            }
        }
    }

    private static async Task EndAsync(LimitedWorld world, int seed)
    {
        for (var round = 0; round < MostRounds; round++)
        {
            await world.Pump.RunForAsync(TimeSpan.FromMinutes(1));
            await world.Engine.TendAsync();
            if (Enumerable.Range(0, Runs).All(run => HasEnded(world, $"r{run}")))
            {
                return;
            }
        }

        Assert.Fail(
            $"Seed {seed}: {string.Join('\n', world.Archive.Runs.Select(static run => $"{run.Start.RunId} {run.Status} {run.Error}"))}"
        );
    }

    private static bool HasEnded(LimitedWorld world, string runId) =>
        world.Archive[runId].Status.IsTerminal() ? world.Archive[runId].Status == RunStatus.Succeeded : false;

    private static DurableEngineOptions MayRewind(DurableEngineOptions options) =>
        options with
        {
            MaxRewinds = MostRounds,
        };

    private static string? KeyOf(int seed) => seed % 2 == 0 ? null : "{{ input.key }}";

    private static StepOutcome Answer(StepRequest request) =>
        request.Step.Id != "call" ? TakesTenSeconds(request)
        : request.Resume is null ? new StepOutcome.Calling("child", Payload.Null)
        : Ok;

    private static TaskHubOptions OptionsFor(int seed) =>
        new()
        {
            Seed = seed,
            Sessions = seed % 2 == 0 ? new ExtendedSessions(TimeSpan.FromSeconds(30), EndsAtRandom: 0.2) : null,
            Faults = new HubFaults
            {
                DuplicateMessage = seed % 3 == 0 ? 0 : 0.1,
                DuplicateActivity = seed % 3 == 0 ? 0 : 0.1,
                Reorder = 0.1,
                TurnLost = 0.1,
                TurnLostAfterSending = seed % 3 == 1 ? 0.5 : 0,
                ActivityLost = seed % 3 == 0 ? 0 : 0.05,
                ActivityBroken = seed % 3 == 0 ? 0.2 : 0,
                TurnBroken = seed % 4 < 2 ? 0.06 : 0,
                EarlyTimer = 0.2,
            },
        };
}
