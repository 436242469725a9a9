using System.Diagnostics;
using FlowFunctions.Engine.History;
using FlowFunctions.Engine.Steps;
using Kind = FlowFunctions.Engine.DurableTask.Codec.Wire.Resume.KindOneofCase;

namespace FlowFunctions.Engine.DurableTask.Codec;

/// <summary>Answers to what a step attempt asked for before.</summary>
internal static class ResumeCodec
{
    public static Wire.Resume? ToWire(StepResume? resume) =>
        resume switch
        {
            null => null,
            StepResume.TimeReached => new() { TimeReached = true },
            StepResume.TurnCame turn => new() { TurnCame = turn.Ticket },
            StepResume.SignalReceived signal => new() { Signal = signal.Payload.ToWire() },
            StepResume.Iterated iterated => new() { Iterated = ToWire(iterated) },
            StepResume.Repeated repeated => new()
            {
                RepeatedOnce = new() { Iterations = repeated.Iterations, Last = repeated.Last.ToWire() },
            },
            StepResume.Called called => new() { Called = called.Output.ToWire() },
            _ => throw new UnreachableException($"There is no form for the answer {resume.GetType().Name}."),
        };

    /// <exception cref="InvalidDataException">A newer version wrote an answer that this one does not know.</exception>
    public static StepResume? ToCore(Wire.Resume? wire) =>
        wire?.KindCase switch
        {
            null => null,
            Kind.TimeReached => StepResume.TimeReached.Instance,
            Kind.TurnCame => new StepResume.TurnCame(wire.TurnCame),
            Kind.Signal => new StepResume.SignalReceived(wire.Signal.ToPayload()),
            Kind.Iterated => ToCore(wire.Iterated),
            Kind.RepeatedOnce => new StepResume.Repeated(
                wire.RepeatedOnce.Iterations,
                wire.RepeatedOnce.Last.ToPayload()
            ),
            Kind.Called => new StepResume.Called(wire.Called.ToPayload()),
            _ => throw new InvalidDataException("The attempt resumes with an answer that this version does not know."),
        };

    private static Wire.Iterated ToWire(StepResume.Iterated iterated)
    {
        var wire = new Wire.Iterated { OnItemFailure = iterated.OnItemFailure.ToWire(), Chunked = iterated.Chunked };
        foreach (var (output, error) in iterated.Results)
        {
            var iteration = new Wire.Iteration { Error = error?.ToWire() };
            if (output is not null)
            {
                iteration.Output = output.ToWire();
            }

            wire.Results.Add(iteration);
        }

        return wire;
    }

    private static StepResume.Iterated ToCore(Wire.Iterated wire) =>
        new(
            [
                .. wire.Results.Select(static result => new IterationResult(
                    result.HasOutput ? result.Output.ToPayload() : null,
                    result.Error?.ToCore()
                )),
            ],
            wire.OnItemFailure.ToCore(),
            wire.Chunked
        );
}
