using System.Globalization;
using System.Text.Json;
using FlowFunctions.Engine.Payloads;
using FlowFunctions.Engine.Steps;
using FlowFunctions.Steps.Catalog;
using FlowFunctions.Steps.Execution;

namespace FlowFunctions.Steps.Repeat;

/// <summary>Runs its body again and again.</summary>
internal sealed class RepeatStep : PureStepType
{
    private const string While = "while";
    private const string MaxIterationsName = "maxIterations";
    private const int MaxIterations = 10_000;
    private const int DefaultMaxIterations = 100;

    public RepeatStep()
        : base("repeat") => Descriptor = Descriptor with { HasBody = true, ItemInputs = [While] };

    /// <inheritdoc/>
    protected override StepOutcome Execute(StepContext context)
    {
        var (iterations, last) = context.Resume is StepResume.Repeated repeated
            ? (repeated.Iterations, repeated.Last)
            : (0, Payload.From(context.Member("initial")));
        var max = Max(context.Member(MaxIterationsName));
        var goesOn = context.LoopMember(While, last, iterations);
        var isUnconditional = goesOn.ValueKind == JsonValueKind.Undefined;
        if (isUnconditional ? iterations >= max : !Truth.Of(goesOn))
        {
            return new StepOutcome.Succeeded(PayloadWriter.Write((iterations, last), WriteOutput));
        }

        return iterations < max ? new StepOutcome.Repeating(last) : TooMany(max);
    }

    private static int Max(JsonElement given) =>
        given.ValueKind switch
        {
            JsonValueKind.Undefined => DefaultMaxIterations,
            JsonValueKind.Number when given.TryGetInt32(out var max) && max is >= 1 and <= MaxIterations => max,
            _ => throw StepFailedException.InvalidInput(
                $"/{MaxIterationsName}",
                string.Create(CultureInfo.InvariantCulture, $"must be a whole number from 1 to {MaxIterations}")
            ),
        };

    private static void WriteOutput(Utf8JsonWriter writer, (int Iterations, Payload Last) loop)
    {
        writer.WriteStartObject();
        writer.WriteNumber("iterations", loop.Iterations);
        writer.WritePayload("last", loop.Last);
        writer.WriteEndObject();
    }

    private static StepOutcome.Failed TooMany(int max) =>
        new(
            new StepError
            {
                Code = ErrorCodes.LoopMaxIterations,
                Message = string.Create(
                    CultureInfo.InvariantCulture,
                    $"The condition still holds after {max} iterations. Correct it, or raise maxIterations (at most {MaxIterations})."
                ),
            }
        );
}
