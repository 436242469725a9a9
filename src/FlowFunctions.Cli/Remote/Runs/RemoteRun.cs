using System.Globalization;
using System.Text.Json;
using FlowFunctions.Cli.Run.Display;
using FlowFunctions.Cli.Server;
using FlowFunctions.Engine.Runs;

namespace FlowFunctions.Cli.Remote.Runs;

/// <summary>A run as a server lists it.</summary>
internal sealed record RemoteRun
{
    public required string Id { get; init; }

    public required string FlowId { get; init; }

    public int? Version { get; init; }

    /// <summary>Its state; <see cref="RunStatus.Running"/> for one that only a newer program knows.</summary>
    public required RunStatus Status { get; init; }

    public DateTimeOffset? QueuedAt { get; init; }

    public DateTimeOffset? StartedAt { get; init; }

    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>What started it, or null: <c>api</c>; of a trigger its kind and its id in the flow, such as <c>webhook push</c>.</summary>
    public string? Trigger { get; init; }

    public RemoteError? Error { get; init; }

    public string? ParentRunId { get; init; }

    public string? RerunOf { get; init; }

    public static RemoteRun Read(JsonElement json) =>
        new()
        {
            Id = json.Text("id") ?? "",
            FlowId = json.Text("flowId") ?? "",
            Version = json.Number("version"),
            Status = Enum.TryParse<RunStatus>(json.Text("status"), out var status) ? status : RunStatus.Running,
            QueuedAt = json.Time("queuedAt"),
            StartedAt = json.Time("startedAt"),
            EndedAt = json.Time("endedAt"),
            Trigger = json.Text("triggerId") is { } trigger
                ? $"{json.Text("trigger")} {trigger}"
                : json.Text("trigger"),
            Error = RemoteError.Read(json.Member("error")),
            ParentRunId = json.Text("parentRunId"),
            RerunOf = json.Text("rerunOf"),
        };

    /// <summary>The flow and the version that runs: <c>order-intake v3</c>.</summary>
    public string FlowName =>
        Version is { } version ? string.Create(CultureInfo.InvariantCulture, $"{FlowId} v{version}") : FlowId;

    /// <summary>How long it took or has taken so far; empty when it has not started.</summary>
    public string Duration(DateTimeOffset now) =>
        StartedAt is { } start ? DurationText.Of((EndedAt ?? now) - start) : "";
}
