using System.Collections.Immutable;
using System.Text.Json;
using FlowFunctions.Flows.Diff;
using FlowFunctions.Storage.Flows;

namespace FlowFunctions.App.Flows.Versions;

/// <summary>A version of a flow as callers see it.</summary>
/// <param name="Version">Its number, from 1.</param>
/// <param name="PlanHash">SHA-256 of its plan.</param>
/// <param name="CreatedAt">When it was saved.</param>
/// <param name="CreatedBy">Who saved it.</param>
/// <param name="Message">What was said about it.</param>
/// <param name="Published">Whether runs start with it.</param>
internal sealed record VersionResource(
    int Version,
    string PlanHash,
    DateTimeOffset CreatedAt,
    string? CreatedBy,
    string? Message,
    bool Published
)
{
    /// <summary>Its document; lists leave it out.</summary>
    public JsonElement? Document { get; init; }

    /// <summary>The files that its runs use: paths in the flow's folder and SHA-256 of their contents. Lists leave them out.</summary>
    public IReadOnlyDictionary<string, string>? Files { get; init; }

    public static VersionResource Of(FlowRecord flow, FlowVersion version) =>
        new(
            version.Version,
            version.PlanHash,
            version.CreatedAt,
            version.CreatedBy,
            version.Message,
            flow.PublishedVersion == version.Version
        );
}

/// <summary>A page of versions.</summary>
/// <param name="Items">The versions, newest first, without their documents.</param>
/// <param name="Continuation">What the next page is asked for with; none after the last one.</param>
internal sealed record VersionListResource(IReadOnlyList<VersionResource> Items, string? Continuation);

/// <summary>Which version to publish or to go back to.</summary>
/// <param name="Version">The version.</param>
/// <param name="Message">What to say about it.</param>
/// <param name="Files"><c>current</c> to publish the flow with the files that it has now.</param>
internal sealed record VersionBody(int? Version = null, string? Message = null, string? Files = null)
{
    /// <summary>The only word for <see cref="Files"/>.</summary>
    public const string CurrentFiles = "current";
}

/// <summary>What differs between two versions.</summary>
/// <param name="From">The older one: a version, or <c>draft</c>.</param>
/// <param name="To">The newer one: a version, or <c>draft</c>.</param>
/// <param name="Changes">What differs in meaning.</param>
/// <param name="Cosmetic">What differs in layout only.</param>
/// <param name="Files">Which files differ; none when neither uses files.</param>
internal sealed record DiffResource(
    string From,
    string To,
    IReadOnlyList<FlowChange> Changes,
    IReadOnlyList<FlowChange> Cosmetic,
    IReadOnlyList<FileChangeResource>? Files
);

/// <summary>A file that differs between two versions.</summary>
/// <param name="Path">Its path in the flow's folder.</param>
/// <param name="From">SHA-256 of its content in the older one; none when that lacks it.</param>
/// <param name="To">SHA-256 of its content in the newer one; none when that lacks it.</param>
internal sealed record FileChangeResource(string Path, string? From, string? To)
{
    /// <summary>What differs, by path; null when nothing does.</summary>
    public static IReadOnlyList<FileChangeResource>? Between(
        ImmutableSortedDictionary<string, string> older,
        ImmutableSortedDictionary<string, string> newer
    )
    {
        var changes = older
            .Keys.Union(newer.Keys, StringComparer.Ordinal)
            .Order(StringComparer.Ordinal)
            .Select(path => new FileChangeResource(path, older.GetValueOrDefault(path), newer.GetValueOrDefault(path)))
            .Where(static change => change.From != change.To)
            .ToList();
        return changes.Count == 0 ? null : changes;
    }
}
