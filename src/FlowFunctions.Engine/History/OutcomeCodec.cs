using System.Diagnostics;
using FlowFunctions.Engine.Steps;
using Kind = FlowFunctions.Engine.History.Wire.Completed.OutcomeOneofCase;

namespace FlowFunctions.Engine.History;

/// <summary>Maps what an execution of a step said.</summary>
internal static class OutcomeCodec
{
    public static Wire.Completed ToWire(this StepOutcome outcome, int commandId)
    {
        var wire = new Wire.Completed { CommandId = commandId };
        switch (outcome)
        {
            case StepOutcome.Succeeded succeeded:
                wire.Succeeded = ToWire(succeeded);
                break;
            case StepOutcome.Failed failed:
                wire.Failed = failed.Error.ToWire();
                break;
            case StepOutcome.Waiting waiting:
                wire.Waiting = ToWire(waiting);
                break;
            case StepOutcome.PutOff putOff:
                wire.PutOff = new()
                {
                    Until = putOff.Until.UtcTicks,
                    Ticket = putOff.Ticket,
                    Reason = putOff.Reason,
                };
                break;
            case StepOutcome.Iterating iterating:
                wire.Iterating = ToWire(iterating);
                break;
            case StepOutcome.Repeating repeating:
                wire.Repeating = repeating.Item.ToWire();
                break;
            case StepOutcome.Calling calling:
                wire.Calling = new() { FlowId = calling.FlowId, Input = calling.Input.ToWire() };
                break;
            case StepOutcome.RunEnded ended:
                wire.RunEnded = new() { Status = ended.Status.ToWire(), Output = ended.Output.ToWire() };
                break;
            default:
                throw new UnreachableException($"There is no record for the outcome {outcome.GetType().Name}.");
        }

        return wire;
    }

    public static StepOutcome ToCore(this Wire.Completed wire) =>
        wire.OutcomeCase switch
        {
            Kind.Succeeded => new StepOutcome.Succeeded(
                wire.Succeeded.Output.ToPayload(),
                wire.Succeeded.HasPort ? wire.Succeeded.Port : null
            ),
            Kind.Failed => new StepOutcome.Failed(wire.Failed.ToCore()),
            Kind.Waiting => ToCore(wire.Waiting),
            Kind.PutOff => new StepOutcome.PutOff(
                new DateTimeOffset(wire.PutOff.Until, TimeSpan.Zero),
                wire.PutOff.Ticket,
                wire.PutOff.Reason
            ),
            Kind.Iterating => ToCore(wire.Iterating),
            Kind.Repeating => new StepOutcome.Repeating(wire.Repeating.ToPayload()),
            Kind.Calling => new StepOutcome.Calling(wire.Calling.FlowId, wire.Calling.Input.ToPayload()),
            Kind.RunEnded => new StepOutcome.RunEnded(wire.RunEnded.Status.ToCore(), wire.RunEnded.Output.ToPayload()),
            _ => throw new InvalidDataException("The record holds an outcome that this version does not know."),
        };

    private static Wire.Succeeded ToWire(StepOutcome.Succeeded succeeded)
    {
        var wire = new Wire.Succeeded { Output = succeeded.Output.ToWire() };
        if (succeeded.Port is { } port)
        {
            wire.Port = port;
        }

        return wire;
    }

    private static Wire.Waiting ToWire(StepOutcome.Waiting waiting)
    {
        var wire = new Wire.Waiting();
        if (waiting.Until is { } until)
        {
            wire.Until = until.UtcTicks;
        }

        if (waiting.Signal is { } signal)
        {
            wire.Signal = signal;
        }

        if (waiting.Details is { } details)
        {
            wire.Details = details.ToWire();
        }

        return wire;
    }

    private static StepOutcome.Waiting ToCore(Wire.Waiting wire) =>
        new(
            wire.HasUntil ? new DateTimeOffset(wire.Until, TimeSpan.Zero) : null,
            wire.HasSignal ? wire.Signal : null,
            wire.HasDetails ? wire.Details.ToPayload() : null
        );

    private static Wire.Iterating ToWire(StepOutcome.Iterating iterating) =>
        new()
        {
            Items = iterating.Items.ToWire(),
            Count = iterating.Count,
            Concurrency = iterating.Concurrency,
            OnItemFailure = iterating.OnItemFailure.ToWire(),
        };

    private static StepOutcome.Iterating ToCore(Wire.Iterating wire) =>
        new(wire.Items.ToPayload(), wire.Count, wire.Concurrency, wire.OnItemFailure.ToCore());
}
