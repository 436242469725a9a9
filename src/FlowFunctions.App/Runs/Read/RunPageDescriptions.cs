using System.Text.Json;

namespace FlowFunctions.App.Runs.Read;

/// <summary>A page of runs, as the API is described.</summary>
internal sealed record RunListDescription
{
    public required IReadOnlyList<RunSummaryDescription> Items { get; init; }
    public string? Continuation { get; init; }
}

/// <summary>A page of a run's steps, as the API is described.</summary>
internal sealed record RunStepListDescription
{
    public required IReadOnlyList<RunStepDescription> Items { get; init; }
    public string? Continuation { get; init; }
}

/// <summary>A page of a run's events, as the API is described: objects with <c>event</c>, <c>at</c> and what the event carries.</summary>
internal sealed record HistoryDescription
{
    public required IReadOnlyList<JsonElement> Items { get; init; }
    public string? Continuation { get; init; }
}

/// <summary>A page of a run's log, as the API is described.</summary>
internal sealed record LogDescription
{
    public required IReadOnlyList<LogLineDescription> Items { get; init; }
    public string? Continuation { get; init; }
}

/// <summary>A line of a run's log, as the API is described.</summary>
internal sealed record LogLineDescription
{
    public required DateTimeOffset At { get; init; }
    public required string Level { get; init; }
    public string? Step { get; init; }
    public int? Attempt { get; init; }
    public required string Message { get; init; }
    public required string Source { get; init; }
}

/// <summary>What long-polling answers, as the API is described: events, and the id to go on behind.</summary>
internal sealed record EventListDescription
{
    public required IReadOnlyList<EventDescription> Items { get; init; }
    public required string Last { get; init; }
}

/// <summary>A live event, as the API is described.</summary>
internal sealed record EventDescription
{
    public required string Id { get; init; }
    public required string Event { get; init; }
    public required JsonElement Data { get; init; }
}

/// <summary>What a bulk action has done, as the API is described.</summary>
internal sealed record BulkDescription
{
    public required int Matched { get; init; }
    public required int Done { get; init; }
    public required IReadOnlyList<BulkFailureDescription> Failed { get; init; }
    public string? Continuation { get; init; }
}

/// <summary>A run that a bulk action failed for, as the API is described.</summary>
internal sealed record BulkFailureDescription
{
    public required string Id { get; init; }
    public required string Code { get; init; }
    public required string Message { get; init; }
}
