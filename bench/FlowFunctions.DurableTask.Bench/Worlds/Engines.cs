using FlowFunctions.Bench.Engine;
using FlowFunctions.Engine.DurableTask;
using FlowFunctions.Engine.DurableTask.Clients;
using FlowFunctions.Engine.Payloads;
using FlowFunctions.Engine.Runs;
using FlowFunctions.Engine.Tests.Payloads;
using FlowFunctions.Flows.Plans;

namespace FlowFunctions.DurableTask.Bench.Worlds;

/// <summary>Engines for one flow.</summary>
internal static class Engines
{
    public static DurableEngine For(Plan plan, ITaskHubClient hub) =>
        new(
            new DurableEngineOptions(),
            new DurableEngineParts(
                new QuickSteps(),
                new OnePlan(plan),
                new MemoryPayloads(),
                new ForgetfulArchive(),
                hub
            )
        );

    /// <summary>Another run of a flow.</summary>
    public static RunStart NewRun(Plan plan) =>
        new()
        {
            RunId = RunIds.New(TimeProvider.System.GetUtcNow()),
            PlanHash = plan.Hash,
            Input = Payload.Parse("""{"order":"o-20713"}"""),
        };
}
