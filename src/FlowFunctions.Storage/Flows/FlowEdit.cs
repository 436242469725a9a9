using Azure;

namespace FlowFunctions.Storage.Flows;

/// <summary>Who changes a flow, why, and on what condition.</summary>
public sealed record FlowEdit
{
    /// <summary>Who, or null.</summary>
    public string? By { get; init; }

    /// <summary>Why, in at most 1,000 characters, or null.</summary>
    public string? Message { get; init; }

    /// <summary>
    /// What <see cref="FlowRecord.ETag"/> must be now; <see cref="ETag.All"/> for any flow that exists; null for a flow that does not
    /// exist yet.
    /// </summary>
    public ETag? IfMatch { get; init; }

    /// <summary>Why a change may not be made, or null if it may.</summary>
    /// <param name="current">The ETag of what there is, or null if there is nothing.</param>
    /// <param name="wanted">See <see cref="IfMatch"/>.</param>
    /// <returns>The reason.</returns>
    public static WriteOutcome? Refusal(ETag? current, ETag? wanted) =>
        (current, wanted) switch
        {
            (null, null) => null,
            (null, _) => WriteOutcome.Missing,
            (_, null) => WriteOutcome.Exists,
            ({ } has, { } must) => must == ETag.All || must == has ? null : WriteOutcome.Conflict,
        };
}
