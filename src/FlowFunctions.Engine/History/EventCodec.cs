using System.Diagnostics;
using FlowFunctions.Engine.Machine;
using Kind = FlowFunctions.Engine.History.Wire.Event.KindOneofCase;

namespace FlowFunctions.Engine.History;

/// <summary>Maps a run's events to what the journal holds and back, losslessly: payloads keep their bytes, times their ticks.</summary>
internal static class EventCodec
{
    public static Wire.Event ToWire(this RunEvent runEvent)
    {
        var wire = new Wire.Event { At = runEvent.At.UtcTicks };
        switch (runEvent)
        {
            case RunStarted started:
                wire.Started = started.Start.ToWire();
                break;
            case StepCompleted completed:
                wire.Completed = completed.Outcome.ToWire(completed.CommandId);
                break;
            case TimerFired fired:
                wire.Fired = new() { TimerId = fired.TimerId };
                break;
            case SignalReceived signal:
                wire.Signal = new() { Name = signal.Name, Payload = signal.Payload.ToWire() };
                break;
            case ChildCompleted child:
                wire.Child = new() { CommandId = child.CommandId, Result = child.Result.ToWire() };
                break;
            case ControlRequested control:
                wire.Control = ToWire(control);
                break;
            default:
                throw new UnreachableException($"There is no record for the event {runEvent.GetType().Name}.");
        }

        return wire;
    }

    /// <exception cref="InvalidDataException">A newer version wrote an event that this one does not know.</exception>
    public static RunEvent ToCore(this Wire.Event wire)
    {
        var at = new DateTimeOffset(wire.At, TimeSpan.Zero);
        return wire.KindCase switch
        {
            Kind.Started => new RunStarted(at, wire.Started.ToCore()),
            Kind.Completed => new StepCompleted(at, wire.Completed.CommandId, wire.Completed.ToCore()),
            Kind.Fired => new TimerFired(at, wire.Fired.TimerId),
            Kind.Signal => new SignalReceived(at, wire.Signal.Name, wire.Signal.Payload.ToPayload()),
            Kind.Child => new ChildCompleted(at, wire.Child.CommandId, wire.Child.Result.ToCore()),
            Kind.Control => new ControlRequested(
                at,
                wire.Control.Asked.ToCore(),
                wire.Control.HasReason ? wire.Control.Reason : null
            ),
            _ => throw new InvalidDataException("The record holds an event that this version does not know."),
        };
    }

    private static Wire.Control ToWire(ControlRequested control)
    {
        var wire = new Wire.Control { Asked = control.Control.ToWire() };
        if (control.Reason is { } reason)
        {
            wire.Reason = reason;
        }

        return wire;
    }
}
