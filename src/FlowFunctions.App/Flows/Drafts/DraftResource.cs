using System.Text.Json;
using FlowFunctions.App.Flows.Documents;
using FlowFunctions.Storage.Flows;

namespace FlowFunctions.App.Flows.Drafts;

/// <summary>A draft as callers see it.</summary>
/// <param name="FlowId">The flow's id.</param>
/// <param name="BaseVersion">The version that the work started from.</param>
/// <param name="UpdatedAt">When it was saved.</param>
/// <param name="UpdatedBy">Who saved it.</param>
/// <param name="Etag">What <c>If-Match</c> takes.</param>
internal sealed record DraftResource(
    string FlowId,
    int? BaseVersion,
    DateTimeOffset UpdatedAt,
    string? UpdatedBy,
    string Etag
)
{
    /// <summary>The draft itself; an answer to a save leaves it out.</summary>
    public JsonElement? Document { get; init; }

    /// <summary>What would stand in the way of publishing it, and warnings.</summary>
    public IReadOnlyList<ProblemResource> Problems { get; init; } = [];

    public static DraftResource Of(FlowDraft draft) =>
        new(draft.FlowId, draft.BaseVersion, draft.UpdatedAt, draft.UpdatedBy, draft.ETag.ToString("H"));
}
