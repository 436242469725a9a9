using System.Text.Json;

namespace FlowFunctions.Engine.DurableTask.Hub.Handler;

/// <summary>What a custom handler answers to a call.</summary>
/// <param name="Outputs">The output bindings' values, a JSON object or null.</param>
/// <param name="Logs">What it wants logged.</param>
/// <param name="ReturnValue">The function's value; JSON null when there is none.</param>
internal sealed record HandlerAnswer(JsonElement Outputs, IReadOnlyList<string> Logs, JsonElement ReturnValue)
{
    private static readonly JsonElement Null = JsonDocument.Parse("null").RootElement;

    /// <summary>Reads the body of an answer.</summary>
    /// <exception cref="InvalidOperationException">It is not a JSON object: the host would wait for the answer until its function timeout.</exception>
    public static HandlerAnswer Read(string function, byte[] body)
    {
        if (body.Length == 0)
        {
            throw Hangs(function, "an empty body");
        }

        using var document = JsonDocument.Parse(body);
        var root = document.RootElement;
        return root.ValueKind == JsonValueKind.Object
            ? new HandlerAnswer(Part(root, "Outputs"), ReadLogs(root), Part(root, "ReturnValue"))
            : throw Hangs(function, $"JSON {root.ValueKind}");
    }

    private static JsonElement Part(JsonElement root, string name) =>
        root.TryGetProperty(name, out var part) ? part.Clone() : Null;

    private static string[] ReadLogs(JsonElement root) =>
        Part(root, "Logs") is { ValueKind: JsonValueKind.Array } logs
            ? [.. logs.EnumerateArray().Select(static line => line.ToString())]
            : [];

    private static InvalidOperationException Hangs(string function, string answered) =>
        new(
            $"The handler answered the call of '{function}' with {answered}. The Functions host would wait for a real answer until "
                + "functionTimeout and then kill the handler; answer a JSON object."
        );
}
