using System.Text.Json;
using System.Text.Json.Serialization;
using FlowFunctions.Engine.Runs;
using FlowFunctions.Engine.Steps;

namespace FlowFunctions.App.Runs.Read;

/// <summary>A run in lists, as the API is described. Members without a value are left out.</summary>
internal record RunSummaryDescription
{
    public required string Id { get; init; }
    public required string FlowId { get; init; }
    public int? Version { get; init; }

    [JsonConverter(typeof(JsonStringEnumConverter<RunStatus>))]
    public required RunStatus Status { get; init; }
    public DateTimeOffset? QueuedAt { get; init; }
    public DateTimeOffset? StartedAt { get; init; }
    public DateTimeOffset? EndedAt { get; init; }
    public double? DurationMs { get; init; }
    public string? Trigger { get; init; }
    public string? TriggerId { get; init; }
    public RunErrorDescription? Error { get; init; }
    public JsonElement? Output { get; init; }
    public string? ParentRunId { get; init; }
    public string? RerunOf { get; init; }
}

/// <summary>A run with its steps, as the API is described.</summary>
internal sealed record RunDescription : RunSummaryDescription
{
    public required string PlanHash { get; init; }
    public JsonElement? Input { get; init; }
    public JsonElement? TriggerData { get; init; }
    public required IReadOnlyList<WaitReasonDescription> WaitingFor { get; init; }
    public required IReadOnlyList<RunStepDescription> Steps { get; init; }
    public required int StepCount { get; init; }
    public string? StepsContinuation { get; init; }
}

/// <summary>A step of a run, as the API is described.</summary>
internal sealed record RunStepDescription
{
    public required string Path { get; init; }
    public required string Id { get; init; }
    public required string Type { get; init; }

    [JsonConverter(typeof(JsonStringEnumConverter<StepStatus>))]
    public required StepStatus Status { get; init; }
    public required int Attempt { get; init; }
    public DateTimeOffset? StartedAt { get; init; }
    public DateTimeOffset? EndedAt { get; init; }
    public double? DurationMs { get; init; }
    public string? Port { get; init; }
    public JsonElement? Output { get; init; }
    public RunErrorDescription? Error { get; init; }
    public bool? Reused { get; init; }
    public bool? Pinned { get; init; }
    public StepWaitDescription? Waiting { get; init; }
    public IReadOnlyList<StepAttemptDescription>? Attempts { get; init; }
    public IReadOnlyList<string>? ChildRunIds { get; init; }
    public IterationsDescription? Iterations { get; init; }
}

/// <summary>Why a run, a step or an attempt did not succeed, as the API is described.</summary>
internal sealed record RunErrorDescription
{
    public required string Code { get; init; }
    public required string Message { get; init; }
    public string? Step { get; init; }
    public int? Attempt { get; init; }
    public JsonElement? Details { get; init; }
}

/// <summary>What a step waits for, as the API is described.</summary>
internal sealed record StepWaitDescription
{
    public DateTimeOffset? Until { get; init; }
    public string? Signal { get; init; }
    public JsonElement? Details { get; init; }
}

/// <summary>An attempt of a step, as the API is described.</summary>
internal sealed record StepAttemptDescription
{
    public required int Number { get; init; }
    public DateTimeOffset? StartedAt { get; init; }
    public DateTimeOffset? EndedAt { get; init; }
    public double? DurationMs { get; init; }
    public RunErrorDescription? Error { get; init; }
}

/// <summary>How far a loop is, as the API is described.</summary>
internal sealed record IterationsDescription
{
    public int? Total { get; init; }
    public required int Finished { get; init; }
}

/// <summary>What a run waits for, as the API is described.</summary>
internal sealed record WaitReasonDescription
{
    public required string Kind { get; init; }
    public string? Step { get; init; }
    public required string Message { get; init; }
    public DateTimeOffset? Since { get; init; }
    public DateTimeOffset? Until { get; init; }
    public string? Target { get; init; }
    public int? Place { get; init; }
}
