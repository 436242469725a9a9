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

    /// <summary>The output of an instance whose run has ended.</summary>
    public static string Write(RunResult result) =>
        $$"""{"{{Status}}":"{{result.Status}}","{{Result}}":"{{Envelope.Encode(result.ToWire())}}"}""";

    /// <summary>The result of a child run; one that cannot be read is a failure.</summary>
    public static RunResult Read(string? json) =>
        Find(json)
        ?? new RunResult(
            RunStatus.Failed,
            Output: null,
            new StepError
            {
                Code = DurableErrors.ChildBroken,
                Message = "The child run ended with nothing that its parent could read.",
            }
        );

    /// <summary>The result in an instance's output, or null when it holds none.</summary>
    public static RunResult? Find(string? json)
    {
        try
        {
            using var document = JsonDocument.Parse(json ?? "null");
            return
                document.RootElement.ValueKind == JsonValueKind.Object
                && document.RootElement.TryGetProperty(Result, out var result)
                && result.ValueKind == JsonValueKind.String
                ? Envelope.Decode(History.Wire.Result.Parser, result.GetString()).ToCore()
                : null;
        }
        catch (Exception exception) when (exception is JsonException or InvalidDataException)
        {
            return null;
        }
    }
}
