using FlowFunctions.Engine.Runs;

namespace FlowFunctions.Storage.Runs;

/// <summary>Which runs to list.</summary>
/// <param name="Workspace">The tenant.</param>
public sealed record RunQuery(string Workspace)
{
    /// <summary>Runs of this flow only; null for all.</summary>
    public string? FlowId { get; init; }

    /// <summary>Runs in this state only; null for all.</summary>
    public RunStatus? Status { get; init; }

    /// <summary>Runs accepted at this time or later, by the time in their ids; null for no bound.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Runs accepted before this time, by the time in their ids; null for no bound.</summary>
    public DateTimeOffset? To { get; init; }

    /// <summary>The runs that this run called; null for those that no run called.</summary>
    public string? ParentRunId { get; init; }

    /// <summary>What a <see cref="RunPage.Continuation"/> that is no run's id begins with.</summary>
    public const string TokenMark = "@";

    /// <summary>Where the page before ended: its <see cref="RunPage.Continuation"/>, or the id of a run; null for the first page.</summary>
    public string? Continuation { get; init; }

    /// <summary>The run behind which the list goes on, or null.</summary>
    internal string? After =>
        Continuation?.StartsWith(TokenMark, StringComparison.Ordinal) is false ? Continuation : null;

    /// <summary>How many runs: 1 to 200, by default 50.</summary>
    public int Limit { get; init; } = 50;
}

/// <summary>Some runs, newest first.</summary>
/// <param name="Items">The runs; may be fewer than asked for, even none, though others follow.</param>
/// <param name="Continuation">
/// Where the next page begins: the id of the last run, or, when none was found so far, a token that begins with
/// <see cref="RunQuery.TokenMark"/>; null when there is no next page.
/// </param>
public sealed record RunPage(IReadOnlyList<RunHeader> Items, string? Continuation);
