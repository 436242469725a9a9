using System.Text.Json;
using System.Text.Json.Serialization;
using FlowFunctions.Engine.Machine;
using FlowFunctions.Engine.Steps;

namespace FlowFunctions.Engine.History;

/// <summary>
/// Run events as JSON, for people (the history of a run) and for the golden histories that must replay unchanged for ever. Adding a
/// member with a default is allowed; renaming or removing one is not.
/// </summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault,
    UseStringEnumConverter = true,
    Converters = [typeof(PayloadJsonConverter)]
)]
[JsonSerializable(typeof(RunEvent))]
[JsonSerializable(typeof(StepOutcome))]
public sealed partial class HistoryJson : JsonSerializerContext
{
    /// <summary>Writes an event.</summary>
    public static string Write(RunEvent runEvent) => JsonSerializer.Serialize(runEvent, Default.RunEvent);

    /// <summary>Reads an event.</summary>
    /// <exception cref="JsonException">The text is no event.</exception>
    public static RunEvent Read(JsonElement json) =>
        json.Deserialize(Default.RunEvent) ?? throw new JsonException("A run event is a JSON object.");
}
