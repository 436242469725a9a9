using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using FlowFunctions.Engine.DurableTask.Diagnostics;
using FlowFunctions.Engine.Steps;
using FlowFunctions.Engine.Tests;

namespace FlowFunctions.Engine.DurableTask.Tests.Runs;

/// <summary>What a process measures of the runs that it carries out. Other tests run at the same time, so the flow and the type are looked for.</summary>
public sealed class MetricsTests
{
    [Fact]
    public async Task Run_OfTwoStepsAndARetry_IsCountedByFlowAndType()
    {
        var seen = new ConcurrentQueue<string>();
        var meter = DurableMetrics.Runs.Meter;
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, self) =>
        {
            if (ReferenceEquals(instrument.Meter, meter))
            {
                self.EnableMeasurementEvents(instrument);
            }
        };
        listener.SetMeasurementEventCallback<long>((instrument, _, tags, _) => seen.Enqueue(Line(instrument, tags)));
        listener.SetMeasurementEventCallback<double>((instrument, _, tags, _) => seen.Enqueue(Line(instrument, tags)));
        listener.Start();
        var plan = PlanBuilder
            .Of("first")
            .Step(
                "second",
                static step =>
                    step with
                    {
                        Type = "measured",
                        Retry = new() { MaxAttempts = 2 },
                    }
            )
            .Edge("first", "second")
            .Build()
            .Hashed("measured-flow");
        var world = new RunWorld();
        world.Steps.On(
            "second",
            request =>
                request.Attempt == 1
                    ? new StepOutcome.Failed(
                        new StepError
                        {
                            Code = "Test",
                            Message = "Once.",
                            Retryable = true,
                        }
                    )
                    : new StepOutcome.Succeeded(Payloads.Payload.Null)
        );

        await world.RunAsync(plan);

        Assert.Single(seen, "flow.run.started flow=measured-flow");
        Assert.Single(seen, "flow.run.completed flow=measured-flow status=succeeded");
        Assert.Single(seen, "flow.run.duration flow=measured-flow status=succeeded");
        Assert.Single(seen, "flow.step.retries type=measured");
        Assert.Single(seen, "flow.step.executed type=measured status=failed");
        Assert.Single(seen, "flow.step.executed type=measured status=succeeded");
        Assert.Equal(
            2,
            seen.Count(static line => line.StartsWith("flow.step.duration type=measured", StringComparison.Ordinal))
        );
        Assert.Contains("flow.turn.duration", seen);
    }

    private static string Line(Instrument instrument, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var line = instrument.Name;
        foreach (var (name, value) in tags)
        {
            line += $" {name}={value}";
        }

        return line;
    }
}
