namespace FlowFunctions.Storage.Flows;

/// <summary>A version of a flow.</summary>
public sealed record FlowVersion
{
    /// <summary>Its number, from 1.</summary>
    public required int Version { get; init; }

    /// <summary>Hash of its plan.</summary>
    public required string PlanHash { get; init; }

    /// <summary>When it was saved.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Who saved it, or null.</summary>
    public string? CreatedBy { get; init; }

    /// <summary>What was said about it, or null.</summary>
    public string? Message { get; init; }

    /// <summary>Its name, or null.</summary>
    internal string? Name { get; init; }

    /// <summary>Its description, or null.</summary>
    internal string? Description { get; init; }

    /// <summary>Its triggers, see <see cref="FlowTriggers"/>.</summary>
    internal string? Triggers { get; init; }

    /// <summary>Hash of its document.</summary>
    internal string DocumentHash { get; init; } = "";

    /// <summary>See <see cref="FlowContent.MeaningHash"/>.</summary>
    internal string MeaningHash { get; init; } = "";
}
