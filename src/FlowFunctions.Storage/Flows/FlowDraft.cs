using Azure;

namespace FlowFunctions.Storage.Flows;

/// <summary>What somebody is working on: a document that need not be a valid flow.</summary>
public sealed record FlowDraft
{
    /// <summary>The flow's id.</summary>
    public required string FlowId { get; init; }

    /// <summary>The version that the work started from; null if there was none.</summary>
    public int? BaseVersion { get; init; }

    /// <summary>When it was saved.</summary>
    public required DateTimeOffset UpdatedAt { get; init; }

    /// <summary>Who saved it, or null.</summary>
    public string? UpdatedBy { get; init; }

    /// <summary>The document: JSON in UTF-8.</summary>
    public required byte[] Document { get; init; }

    /// <summary>Changes with every change; strong.</summary>
    public required ETag ETag { get; init; }
}

/// <summary>A draft to be saved.</summary>
/// <param name="FlowId">The flow's id; there need not be a flow of that id yet.</param>
/// <param name="Document">JSON in UTF-8.</param>
/// <param name="Edit">Who saves it and on what condition; the message is not kept.</param>
public sealed record DraftSave(string FlowId, byte[] Document, FlowEdit Edit)
{
    /// <summary>The version that the work started from, or null.</summary>
    public int? BaseVersion { get; init; }
}

/// <summary>What came of a change of a draft.</summary>
/// <param name="Outcome">Whether it was made.</param>
/// <param name="Draft">The draft as it is now; null after a refusal or a deletion.</param>
public sealed record DraftWrite(WriteOutcome Outcome, FlowDraft? Draft = null);
