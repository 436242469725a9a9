namespace FlowFunctions.App.Limits.Values;

/// <summary>A limit of a workspace as callers see it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Summary">What it holds up.</param>
/// <param name="Unit">What it counts.</param>
/// <param name="Value">Its value; missing when nothing is limited.</param>
/// <param name="Default">The installation's value; missing when nothing is limited there.</param>
/// <param name="Most">The most that the caller may set.</param>
/// <param name="Used">How much is used now; missing for what is counted for each caller or second.</param>
/// <param name="SetBy">The id of whoever set it for the workspace; missing when the default holds.</param>
/// <param name="SetAt">When.</param>
internal sealed record LimitResource(
    string Name,
    string Summary,
    string Unit,
    long? Value,
    long? Default,
    long Most,
    long? Used,
    string? SetBy,
    DateTimeOffset? SetAt
);

/// <summary>The limits of a workspace.</summary>
/// <param name="Limits">All of them.</param>
internal sealed record LimitListResource(IReadOnlyList<LimitResource> Limits);
