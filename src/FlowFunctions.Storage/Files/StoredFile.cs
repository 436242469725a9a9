using Azure;

namespace FlowFunctions.Storage.Files;

/// <summary>A version of a file, without its content.</summary>
public sealed record StoredFile
{
    /// <summary>Its path.</summary>
    public required FilePath Path { get; init; }

    /// <summary>Its number, from 1. Numbers go on when a file is deleted and written again.</summary>
    public required int Version { get; init; }

    /// <summary>Lower-case hexadecimal SHA-256 of its content; of no bytes for a deletion.</summary>
    public required string Sha256 { get; init; }

    /// <summary>Its length in bytes.</summary>
    public required long Length { get; init; }

    /// <summary>Whether its content is text: UTF-8 without NUL.</summary>
    public bool IsText { get; init; }

    /// <summary>When it was written.</summary>
    public required DateTimeOffset UpdatedAt { get; init; }

    /// <summary>Who wrote it, or null.</summary>
    public string? UpdatedBy { get; init; }

    /// <summary>What was said about it, or null.</summary>
    public string? Message { get; init; }

    /// <summary>Whether the file was deleted with this version.</summary>
    public bool IsDeleted { get; init; }

    /// <summary>What a condition names: the hash of the content, so whoever has the content knows it.</summary>
    public ETag ETag => new($"\"{Sha256}\"");
}

/// <summary>A file with its content.</summary>
/// <param name="File">The file.</param>
/// <param name="Content">The content.</param>
public sealed record FileContent(StoredFile File, byte[] Content);

/// <summary>A page of files.</summary>
/// <param name="Items">The files, by path.</param>
/// <param name="Continuation">What the next page is asked for with; null after the last one.</param>
public sealed record FilePage(IReadOnlyList<StoredFile> Items, string? Continuation);

/// <summary>Which files to list.</summary>
/// <param name="Workspace">The workspace.</param>
public sealed record FileQuery(string Workspace)
{
    /// <summary>What their paths begin with; empty for all.</summary>
    public string Prefix { get; init; } = "";

    /// <summary>See <see cref="FilePage.Continuation"/>; null for the first page.</summary>
    public string? Continuation { get; init; }

    /// <summary>How many: 1 to 200.</summary>
    public int Limit { get; init; } = 50;
}
