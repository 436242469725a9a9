namespace FlowFunctions.Storage.Flows;

/// <summary>Which flows to list.</summary>
/// <param name="Workspace">The workspace.</param>
public sealed record FlowQuery(string Workspace)
{
    /// <summary>A part of the id or the name, in small or capital letters; null for all flows.</summary>
    public string? Search { get; init; }

    /// <summary>The id that the page before ended with; null for the first page.</summary>
    public string? After { get; init; }

    /// <summary>How many flows: 1 to 200, by default 50.</summary>
    public int Limit { get; init; } = 50;
}

/// <summary>Some flows, by id.</summary>
/// <param name="Items">The flows.</param>
/// <param name="Continuation">What <see cref="FlowQuery.After"/> is for the next page; null when there is none.</param>
public sealed record FlowPage(IReadOnlyList<FlowRecord> Items, string? Continuation);

/// <summary>Some versions of a flow, newest first.</summary>
/// <param name="Items">The versions.</param>
/// <param name="Continuation">The version that the next page begins below; null when there is none.</param>
public sealed record VersionPage(IReadOnlyList<FlowVersion> Items, int? Continuation);
