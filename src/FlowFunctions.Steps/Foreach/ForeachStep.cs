using System.Globalization;
using System.Text.Json;
using FlowFunctions.Engine.Payloads;
using FlowFunctions.Engine.Steps;
using FlowFunctions.Steps.Catalog;
using FlowFunctions.Steps.Execution;

namespace FlowFunctions.Steps.Foreach;

/// <summary>Runs its body once for each item.</summary>
internal sealed class ForeachStep : PureStepType
{
    /// <summary>The most items of one loop.</summary>
    internal const int MaxItems = 100_000;

    private const int DefaultConcurrency = 10;
    private static readonly Payload Empty = Payload.Parse("[]");

    public ForeachStep()
        : base("foreach") => Descriptor = Descriptor with { HasBody = true };

    /// <inheritdoc/>
    protected override StepOutcome Execute(StepContext context) =>
        context.Resume is StepResume.Iterated iterated
            ? new StepOutcome.Succeeded(IterationResults.ToPayload(iterated))
            : Iterate(context.With());

    private static StepOutcome Iterate(JsonElement with)
    {
        var given = with.GetProperty("items");
        var count = given.ValueKind == JsonValueKind.Array ? given.GetArrayLength() : given.GetPropertyCount();
        return count switch
        {
            0 => new StepOutcome.Succeeded(Empty),
            > MaxItems => throw TooMany(count),
            _ => new StepOutcome.Iterating(
                given.ValueKind == JsonValueKind.Array ? Payload.From(given) : Entries(given),
                count,
                with.Integer("concurrency", DefaultConcurrency),
                with.OptionalText("onItemFailure") == "collect" ? ItemFailureMode.Collect : ItemFailureMode.Stop
            ),
        };
    }

    private static Payload Entries(JsonElement given) =>
        PayloadWriter.Write(
            given,
            static (writer, given) =>
            {
                writer.WriteStartArray();
                foreach (var member in given.EnumerateObject())
                {
                    writer.WriteStartObject();
                    writer.WriteString("key", member.Name);
                    writer.WriteElement("value", member.Value);
                    writer.WriteEndObject();
                }

                writer.WriteEndArray();
            }
        );

    private static StepFailedException TooMany(int count) =>
        StepFailedException.InvalidInput(
            "/items",
            string.Create(
                CultureInfo.InvariantCulture,
                $"has {count} items; a loop takes at most {MaxItems}. Walk over pages of them with repeat or a subflow."
            )
        );
}
