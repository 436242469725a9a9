using System.Text.Json;
using FlowFunctions.Engine.History;
using FlowFunctions.Engine.Runs;
using FlowFunctions.Engine.Steps;

namespace FlowFunctions.Engine.DurableTask.Codec;

/// <summary>What instances end with: a JSON object with the run's state for people and its result for the engine.</summary>
internal static class RunOutputs
{
    private const string Status = "status";
    private const string Result = "result";
    private const string Place = "for";

    /// <summary>The output of an instance whose run has ended.</summary>
    /// <param name="result">How it ended.</param>
    /// <param name="place">For which step of its parent it was asked for; empty if it has none.</param>
    public static string Write(RunResult result, string place) =>
        $$"""{"{{Status}}":"{{result.Status}}","{{Place}}":{{JsonSerializer.Serialize(place, TextJson.Default.String)}},"{{Result}}":"{{Envelope.Encode(result.ToWire())}}"}""";

    /// <summary>The result of a child run; one that cannot be read, or that is another child's, is a failure.</summary>
    /// <param name="json">The child's output.</param>
    /// <param name="place">For which step it was asked for.</param>
    public static RunResult Read(string? json, string place) =>
        Find(json, place)
        ?? new RunResult(
            RunStatus.Failed,
            Output: null,
            new StepError
            {
                Code = DurableErrors.ChildBroken,
                Message =
                    $"The child run for '{place}' ended with nothing that its parent could use: a turn of the parent was lost while it started the child.",
                Retryable = true,
            }
        );

    /// <summary>The result in an instance's output, or null when it holds none.</summary>
    /// <param name="json">The output.</param>
    /// <param name="place">For which step of its parent it must have been asked for; null for any.</param>
    public static RunResult? Find(string? json, string? place = null)
    {
        try
        {
            using var document = JsonDocument.Parse(json ?? "null");
            return
                document.RootElement.ValueKind == JsonValueKind.Object
                && document.RootElement.TryGetProperty(Result, out var result)
                && result.ValueKind == JsonValueKind.String
                && (place is null || document.RootElement.GetProperty(Place).ValueEquals(place))
                ? Envelope.Decode(History.Wire.Result.Parser, result.GetString()).ToCore()
                : null;
        }
        catch (Exception exception) when (exception is JsonException or InvalidDataException)
        {
            return null;
        }
    }
}
