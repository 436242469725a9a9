using System.Text.Json;
using FlowFunctions.Engine.History;
using FlowFunctions.Engine.Runs;
using FlowFunctions.Flows.Plans;

namespace FlowFunctions.Engine.DurableTask.Codec;

/// <summary>Inputs of the orchestrator: a JSON object that names the flow for people and holds the start for the engine.</summary>
internal static class RunInputs
{
    private const string Flow = "flow";
    private const string Run = "run";

    /// <summary>The input of an instance that carries out a run.</summary>
    public static string Write(Plan plan, RunStart start) => Write(plan.FlowId, plan.Language, start, place: "");

    /// <summary>The same for a child run, whose plan is not at hand.</summary>
    public static string Write(string flowId, int language, RunStart start, string place)
    {
        var input = new Wire.RunInput
        {
            Language = language,
            FlowId = flowId,
            Start = start.ToWire(),
            Place = place,
        };
        return $$"""{"{{Flow}}":{{JsonSerializer.Serialize(flowId, TextJson.Default.String)}},"{{Run}}":"{{Envelope.Encode(input)}}"}""";
    }

    /// <summary>Reads an input.</summary>
    /// <exception cref="InvalidDataException">Nobody but the engine could have started this instance, and it did not.</exception>
    public static Wire.RunInput Read(string? json)
    {
        try
        {
            using var document = JsonDocument.Parse(json ?? "null");
            return
                document.RootElement.ValueKind == JsonValueKind.Object
                && document.RootElement.TryGetProperty(Run, out var run)
                && run.ValueKind == JsonValueKind.String
                && Envelope.Decode(Wire.RunInput.Parser, run.GetString()) is { Start: not null } input
                ? input
                : throw new InvalidDataException(
                    "The orchestrator's input is none that the engine writes. Start runs through the API."
                );
        }
        catch (JsonException exception)
        {
            throw new InvalidDataException($"The orchestrator's input is no JSON: {exception.Message}", exception);
        }
    }
}
