using FlowFunctions.Storage.Files;

namespace FlowFunctions.App.Files;

/// <summary>A file, or a version of one, as callers see it.</summary>
/// <param name="Path">Its path in the workspace.</param>
/// <param name="Version">Its version, from 1.</param>
/// <param name="Sha256">SHA-256 of its content.</param>
/// <param name="Size">Its length in bytes.</param>
/// <param name="Text">Whether it is text (UTF-8).</param>
/// <param name="UpdatedAt">When it was written.</param>
/// <param name="UpdatedBy">Who wrote it.</param>
/// <param name="Message">What was said about it.</param>
/// <param name="Etag">What <c>If-Match</c> takes.</param>
internal sealed record FileResource(
    string Path,
    int Version,
    string Sha256,
    long Size,
    bool Text,
    DateTimeOffset UpdatedAt,
    string? UpdatedBy,
    string? Message,
    string Etag
)
{
    /// <summary>In a list of versions: that the file was deleted with it.</summary>
    public bool? Deleted { get; init; }

    /// <summary>After a change: the flow in whose folder it is, if that uses files.</summary>
    public FileFlowResource? Flow { get; init; }

    public static FileResource Of(StoredFile file) =>
        new(
            file.Path.Value,
            file.Version,
            file.Sha256,
            file.Length,
            file.IsText,
            file.UpdatedAt,
            file.UpdatedBy,
            file.Message,
            file.ETag.ToString("H")
        )
        {
            Deleted = file.IsDeleted ? true : null,
        };
}

/// <summary>The flow that a file belongs to.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Version">Its newest version.</param>
/// <param name="IsCurrent">Whether that version has this content; if not, <c>POST /api/flows/{id}/publish</c> with <c>"files": "current"</c> makes one.</param>
internal sealed record FileFlowResource(string Id, int Version, bool IsCurrent);

/// <summary>A page of files, or of versions of one.</summary>
/// <param name="Items">The files by path, or the versions newest first.</param>
/// <param name="Continuation">What the next page is asked for with; none after the last one.</param>
internal sealed record FileListResource(IReadOnlyList<FileResource> Items, string? Continuation);
