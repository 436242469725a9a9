using Azure;

namespace FlowFunctions.Storage.Flows;

/// <summary>A stored flow: its newest version and which version is published.</summary>
public sealed record FlowRecord
{
    /// <summary>The workspace it belongs to.</summary>
    public required string Workspace { get; init; }

    /// <summary>The flow's id.</summary>
    public required string Id { get; init; }

    /// <summary>Another one for each flow that gets the id after the one before it was deleted.</summary>
    public required string Generation { get; init; }

    /// <summary>Name of the newest version, or null.</summary>
    public string? Name { get; init; }

    /// <summary>Description of the newest version, or null.</summary>
    public string? Description { get; init; }

    /// <summary>Number of the newest version, from 1.</summary>
    public required int Version { get; init; }

    /// <summary>Hash of the newest version's plan.</summary>
    public required string PlanHash { get; init; }

    /// <summary>Number of the published version, or null.</summary>
    public int? PublishedVersion { get; init; }

    /// <summary>Hash of the published version's plan, or null.</summary>
    public string? PublishedPlanHash { get; init; }

    /// <summary>Whether its triggers start runs; a flow that is disabled can still be started by hand.</summary>
    public bool IsEnabled { get; init; } = true;

    /// <summary>When it was last saved or published.</summary>
    public required DateTimeOffset UpdatedAt { get; init; }

    /// <summary>Who did that, or null.</summary>
    public string? UpdatedBy { get; init; }

    /// <summary>What was said about it, or null.</summary>
    public string? Message { get; init; }

    /// <summary>Changes with every change of the record; strong.</summary>
    public required ETag ETag { get; init; }

    /// <summary>The triggers of the newest version, see <see cref="FlowTriggers"/>.</summary>
    internal string? Triggers { get; init; }

    /// <summary>The triggers of the published version, see <see cref="FlowTriggers"/>.</summary>
    internal string? PublishedTriggers { get; init; }

    /// <summary>Hash of the newest version's document.</summary>
    internal string DocumentHash { get; init; } = "";

    /// <summary>See <see cref="FlowContent.MeaningHash"/>.</summary>
    internal string MeaningHash { get; init; } = "";

    /// <summary>The row's own version, which decides a race.</summary>
    internal ETag RowETag { get; init; }
}
