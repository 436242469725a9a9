using System.Text.Json.Serialization;
using FlowFunctions.Runners.Calls;

namespace FlowFunctions.Runners.Sessions;

/// <summary>A call as it travels to a session: one JSON object. Bytes are Base64.</summary>
internal sealed record SessionRequest
{
    public required string Runtime { get; init; }

    public required string Entry { get; init; }

    /// <summary>The contents of all files of the script's folder, by path.</summary>
    public required Dictionary<string, byte[]> Files { get; init; }

    public required ReadOnlyMemory<byte> Input { get; init; }

    public required ReadOnlyMemory<byte> Context { get; init; }

    public required Dictionary<string, string> Variables { get; init; }

    public required Dictionary<string, string> SecretFiles { get; init; }

    public required bool HasNetwork { get; init; }

    public required ScriptLimits Limits { get; init; }

    public string? ReuseKey { get; init; }
}

/// <summary>A line of a session's answer: a line of the log, or the result, which is the last one.</summary>
internal sealed record SessionLine
{
    public SessionLog? Log { get; init; }

    public SessionSuccess? Succeeded { get; init; }

    public ScriptResult.Failed? Failed { get; init; }
}

/// <summary>A line of a script's log.</summary>
internal sealed record SessionLog(ScriptLogLevel Level, string Text, bool IsContinued);

/// <summary>The result of a call that went well.</summary>
internal sealed record SessionSuccess(ReadOnlyMemory<byte> Output);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UseStringEnumConverter = true
)]
[JsonSerializable(typeof(SessionRequest))]
[JsonSerializable(typeof(SessionLine))]
internal sealed partial class SessionJson : JsonSerializerContext;
