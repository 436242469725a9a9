using Azure;
using FlowFunctions.Storage.Limits;

namespace FlowFunctions.App.Limits.Values;

/// <summary>A limit of a workspace as callers see it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Title">What people call it.</param>
/// <param name="Summary">What it holds up.</param>
/// <param name="Unit">What it counts.</param>
/// <param name="Value">Its value; missing when nothing is limited.</param>
/// <param name="Default">The installation's value; missing when nothing is limited there.</param>
/// <param name="Most">The most that the caller may set.</param>
/// <param name="Used">How much is used now; missing for what is counted for each caller or second.</param>
/// <param name="SetBy">The id of whoever set it for the workspace; missing when the default holds.</param>
/// <param name="SetAt">When.</param>
/// <param name="Etag">What <c>If-Match</c> takes.</param>
internal sealed record LimitResource(
    string Name,
    string Title,
    string Summary,
    string Unit,
    long? Value,
    long? Default,
    long Most,
    long? Used,
    string? SetBy,
    DateTimeOffset? SetAt,
    string Etag
)
{
    /// <summary>The state of a limit: another one each time that it is set, and one for the default.</summary>
    public static ETag ETagOf(LimitRecord? set) => new($"\"{set?.WriteId ?? "default"}\"");
}

/// <summary>The limits of a workspace.</summary>
/// <param name="Limits">All of them.</param>
internal sealed record LimitListResource(IReadOnlyList<LimitResource> Limits);
