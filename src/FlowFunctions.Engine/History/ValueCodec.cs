using System.Collections.Immutable;
using FlowFunctions.Engine.Payloads;
using FlowFunctions.Engine.Runs;
using FlowFunctions.Engine.Steps;
using Google.Protobuf;
using Google.Protobuf.Collections;

namespace FlowFunctions.Engine.History;

/// <summary>
/// Maps the values inside events. Wire enums are the engine's shifted by one, because zero must mean "not set" in proto3; a test
/// holds the names of both against each other.
/// </summary>
internal static class ValueCodec
{
    private const int EnumShift = 1;

    // The journal encodes within the turn and payloads never change, so their bytes need no copy.
    public static ByteString ToWire(this Payload payload) =>
        payload.Reference is { } reference ? reference.ToWire() : UnsafeByteOperations.UnsafeWrap(payload.Utf8);

    public static Payload ToPayload(this ByteString bytes) =>
        ReferenceCodec.IsReference(bytes.Span) ? Payload.FromReference(bytes.ToReference())
        : bytes.Span.SequenceEqual("null"u8) ? Payload.Null
        : Payload.FromUtf8(bytes.ToByteArray());

    public static Wire.RunStatus ToWire(this RunStatus status) => (Wire.RunStatus)(status + EnumShift);

    public static RunStatus ToCore(this Wire.RunStatus status) => (RunStatus)(status - EnumShift);

    public static Wire.RunControl ToWire(this RunControl control) => (Wire.RunControl)(control + EnumShift);

    public static RunControl ToCore(this Wire.RunControl control) => (RunControl)(control - EnumShift);

    public static Wire.ItemFailureMode ToWire(this ItemFailureMode mode) => (Wire.ItemFailureMode)(mode + EnumShift);

    public static ItemFailureMode ToCore(this Wire.ItemFailureMode mode) => (ItemFailureMode)(mode - EnumShift);

    public static Wire.Result ToWire(this RunResult result)
    {
        var wire = new Wire.Result
        {
            Status = result.Status.ToWire(),
            Error = result.Error?.ToWire(),
            Continues = result.Continues,
        };
        if (result.Output is { } output)
        {
            wire.Output = output.ToWire();
        }

        return wire;
    }

    public static RunResult ToCore(this Wire.Result wire) =>
        new(
            wire.Status.ToCore(),
            wire.HasOutput ? wire.Output.ToPayload() : null,
            wire.Error?.ToCore(),
            wire.Continues
        );

    public static Wire.Error ToWire(this StepError error)
    {
        var wire = new Wire.Error
        {
            Code = error.Code,
            Message = error.Message,
            Retryable = error.Retryable,
        };
        if (error.RetryAfter is { } delay)
        {
            wire.RetryAfter = delay.Ticks;
        }

        if (error.Details is { } details)
        {
            wire.Details = details.ToWire();
        }

        if (error.Step is { } step)
        {
            wire.Step = step;
        }

        if (error.Attempt is { } attempt)
        {
            wire.Attempt = attempt;
        }

        return wire;
    }

    public static StepError ToCore(this Wire.Error wire) =>
        new()
        {
            Code = wire.Code,
            Message = wire.Message,
            Retryable = wire.Retryable,
            RetryAfter = wire.HasRetryAfter ? TimeSpan.FromTicks(wire.RetryAfter) : null,
            Details = wire.HasDetails ? wire.Details.ToPayload() : null,
            Step = wire.HasStep ? wire.Step : null,
            Attempt = wire.HasAttempt ? wire.Attempt : null,
        };

    public static void AddTo(this ImmutableSortedDictionary<string, StepView> views, MapField<string, Wire.View> wire)
    {
        foreach (var (id, view) in views)
        {
            wire.Add(id, view.ToWire());
        }
    }

    public static ImmutableSortedDictionary<string, StepView> ToCore(this MapField<string, Wire.View> wire) =>
        RunStart.NoSteps.AddRange(wire.Select(static entry => KeyValuePair.Create(entry.Key, entry.Value.ToCore())));

    public static Wire.View ToWire(this StepView view)
    {
        var wire = new Wire.View
        {
            Status = (Wire.StepStatus)(view.Status + EnumShift),
            Error = view.Error?.ToWire(),
            Pinned = view.IsPinned,
        };
        if (view.Output is { } output)
        {
            wire.Output = output.ToWire();
        }

        if (view.Port is { } port)
        {
            wire.Port = port;
        }

        return wire;
    }

    private static StepView ToCore(this Wire.View wire) =>
        new(
            (StepStatus)(wire.Status - EnumShift),
            wire.HasOutput ? wire.Output.ToPayload() : null,
            wire.Error?.ToCore(),
            wire.HasPort ? wire.Port : null,
            wire.Pinned
        );
}
