namespace FlowFunctions.Storage.Audit;

/// <summary>Which entries are looked for. Texts with <c>*</c> at the end stand for all that begin so.</summary>
/// <param name="Workspace">Whose log.</param>
public sealed record AuditQuery(string Workspace)
{
    /// <summary>Not before this time; null for all.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Before this time; null for all.</summary>
    public DateTimeOffset? To { get; init; }

    /// <summary>The caller's id; null for all.</summary>
    public string? Caller { get; init; }

    /// <summary>What was done; null for all.</summary>
    public string? Action { get; init; }

    /// <summary>What it was done to; null for all.</summary>
    public string? Target { get; init; }

    /// <summary>Only what stands behind it; null for the newest.</summary>
    public AuditPosition? After { get; init; }
}
