namespace FlowFunctions.App.Approvals;

/// <summary>A decision that a run waits for, as the API is described.</summary>
internal sealed record ApprovalDescription
{
    public required string RunId { get; init; }
    public required string FlowId { get; init; }
    public required string Step { get; init; }
    public required int Attempt { get; init; }
    public required string Signal { get; init; }
    public required string Title { get; init; }
    public string? Message { get; init; }
    public required IReadOnlyList<string> Assignees { get; init; }
    public DateTimeOffset? Since { get; init; }
    public DateTimeOffset? Until { get; init; }
}

/// <summary>A page of decisions that runs wait for, as the API is described.</summary>
internal sealed record ApprovalListDescription
{
    public required IReadOnlyList<ApprovalDescription> Items { get; init; }
    public string? Continuation { get; init; }
}

/// <summary>What was decided, as the API is described.</summary>
internal sealed record DecisionDescription
{
    public required string RunId { get; init; }
    public required string FlowId { get; init; }
    public required string Step { get; init; }
    public required string Title { get; init; }
    public required string Decision { get; init; }
    public string? By { get; init; }
    public string? Comment { get; init; }
}

/// <summary>A link that decides, as the API is described.</summary>
internal sealed record ApprovalLinkDescription(string Url, DateTimeOffset ExpiresAt);
