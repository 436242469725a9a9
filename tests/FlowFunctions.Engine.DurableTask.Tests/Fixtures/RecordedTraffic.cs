using System.Runtime.CompilerServices;
using System.Text.Json;
using FlowFunctions.Engine.DurableTask.Protocol;
using Google.Protobuf;

namespace FlowFunctions.Engine.DurableTask.Tests.Fixtures;

/// <summary>Reads the recorded traffic that lies beside this file.</summary>
internal static class RecordedTraffic
{
    /// <summary>The names of the recordings of orchestrators.</summary>
    public static IEnumerable<string> Orchestrators =>
        Directory
            .EnumerateFiles(Folder(), "orchestrator-*.json")
            .Select(static path => Path.GetFileNameWithoutExtension(path))
            .Order(StringComparer.Ordinal);

    /// <summary>The turns of a recording, in the order of arrival.</summary>
    public static IReadOnlyList<RecordedTurn> Turns(string recording)
    {
        using var document = Load(recording);
        return [.. document.RootElement.EnumerateArray().Select(Read)];
    }

    /// <summary>A recording as it is.</summary>
    public static JsonDocument Load(string recording) =>
        JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Folder(), recording + ".json")));

    private static RecordedTurn Read(JsonElement exchange)
    {
        var request = exchange.GetProperty("request");
        var context = request.GetProperty("body").GetProperty("Data").GetProperty("context").GetString()!;
        return new RecordedTurn(
            request.GetProperty("path").GetString()!.TrimStart('/'),
            Convert.FromBase64String(context.Trim('"')),
            exchange.GetProperty("response").GetProperty("ReturnValue") is { ValueKind: JsonValueKind.String } answer
                ? Convert.FromBase64String(answer.GetString()!)
                : null
        );
    }

    private static string Folder([CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;
}

/// <summary>A recorded turn.</summary>
/// <param name="Orchestrator">The orchestrator's name.</param>
/// <param name="RequestBytes">What the host asked, protobuf.</param>
/// <param name="ResponseBytes">What was answered, protobuf; null where another call's answer stands.</param>
internal sealed record RecordedTurn(string Orchestrator, byte[] RequestBytes, byte[]? ResponseBytes)
{
    /// <summary>What the host asked, without fields that our messages do not have.</summary>
    public OrchestratorRequest Request { get; } = Known(OrchestratorRequest.Parser).ParseFrom(RequestBytes);

    /// <summary>What was answered, or null.</summary>
    public OrchestratorResponse? Response { get; } =
        ResponseBytes is null ? null : Known(OrchestratorResponse.Parser).ParseFrom(ResponseBytes);

    private static MessageParser<T> Known<T>(MessageParser<T> parser)
        where T : IMessage<T> => parser.WithDiscardUnknownFields(true);
}
