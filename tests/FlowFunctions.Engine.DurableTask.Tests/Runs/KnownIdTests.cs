using FlowFunctions.Engine.Runs;
using FlowFunctions.Engine.Tests;

namespace FlowFunctions.Engine.DurableTask.Tests.Runs;

/// <summary>An id is started once, also one that was made a moment ago and whose run has ended since.</summary>
public sealed class KnownIdTests
{
    [Fact]
    public async Task Start_OfANewIdWhoseRunHasEnded_ChangesNothing()
    {
        var world = new RunWorld();
        var plan = PlanBuilder.Of("once").Build().Hashed();
        var id = RunIds.New(world.Time.GetUtcNow());
        world.Plans.Add(plan);
        var start = new RunStart { RunId = id, PlanHash = plan.Hash };
        await world.Engine.StartAsync(plan, start);
        await world.Pump.RunAsync();

        await world.Engine.StartAsync(plan, start);
        await world.Pump.RunAsync();

        Assert.Equal(
            [$"{id}/once/1"],
            world.Steps.Executed.Where(static step => step.Contains("/once/", StringComparison.Ordinal))
        );
    }
}
