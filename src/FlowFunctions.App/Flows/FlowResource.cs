using System.Text.Json;
using FlowFunctions.Storage.Flows;

namespace FlowFunctions.App.Flows;

/// <summary>A flow as callers see it.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name">Its name for people.</param>
/// <param name="Description">What it is for.</param>
/// <param name="Version">The newest version, from 1.</param>
/// <param name="Published">The version that runs start with, if any.</param>
/// <param name="Enabled">Whether its triggers start runs.</param>
/// <param name="PlanHash">SHA-256 of the newest version's plan.</param>
/// <param name="UpdatedAt">When it was last saved or published.</param>
/// <param name="UpdatedBy">Who did that.</param>
/// <param name="Message">What was said about it.</param>
/// <param name="Etag">What <c>If-Match</c> takes.</param>
internal sealed record FlowResource(
    string Id,
    string? Name,
    string? Description,
    int Version,
    int? Published,
    bool Enabled,
    string PlanHash,
    DateTimeOffset UpdatedAt,
    string? UpdatedBy,
    string? Message,
    string Etag
)
{
    /// <summary>The newest version's document; lists leave it out.</summary>
    public JsonElement? Document { get; init; }

    public static FlowResource Of(FlowRecord flow) =>
        new(
            flow.Id,
            flow.Name,
            flow.Description,
            flow.Version,
            flow.PublishedVersion,
            flow.IsEnabled,
            flow.PlanHash,
            flow.UpdatedAt,
            flow.UpdatedBy,
            flow.Message,
            flow.ETag.ToString("H")
        );
}

/// <summary>A page of flows.</summary>
/// <param name="Items">The flows by id, without their documents.</param>
/// <param name="Continuation">What the next page is asked for with; none after the last one.</param>
internal sealed record FlowListResource(IReadOnlyList<FlowResource> Items, string? Continuation);
