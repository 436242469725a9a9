using Azure;
using FlowFunctions.Storage.Flows;

namespace FlowFunctions.Storage.Files;

/// <summary>What came of a change of a file.</summary>
/// <param name="Outcome">Whether it was made.</param>
/// <param name="File">The file as it is now; null if there is none or if it is not known.</param>
public sealed record FileWrite(WriteOutcome Outcome, StoredFile? File = null)
{
    /// <summary>Whether the file is as it should be.</summary>
    public bool IsDone => Outcome is WriteOutcome.Created or WriteOutcome.Saved or WriteOutcome.Unchanged;
}

/// <summary>Who changes a file, why, and on what condition.</summary>
public sealed record FileEdit
{
    /// <summary>Who, or null.</summary>
    public string? By { get; init; }

    /// <summary>Why, in at most 1,000 characters, or null.</summary>
    public string? Message { get; init; }

    /// <summary>What <see cref="StoredFile.ETag"/> must be now; <see cref="ETag.All"/> for any file that exists; null for no condition.</summary>
    public ETag? IfMatch { get; init; }

    /// <summary>Whether there must be no file yet.</summary>
    public bool MustBeNew { get; init; }

    /// <summary>Why a file may not be changed, or null if it may.</summary>
    /// <param name="current">The file, or null if there is none.</param>
    /// <returns>The reason.</returns>
    public WriteOutcome? Refusal(StoredFile? current) =>
        MustBeNew
            ? current is null
                ? null
                : WriteOutcome.Exists
            : IfMatch is { } wanted
                ? FlowEdit.Refusal(current?.ETag, wanted)
                : null;
}
