namespace FlowFunctions.Engine.DurableTask.Admission;

/// <summary>
/// Holds a document for each key, which all processes of the app change: whoever replaces one says which version it has read. Any number
/// of callers may use it at the same time.
/// </summary>
public interface IAdmissionStore
{
    /// <summary>Reads a key's document.</summary>
    /// <returns>The document, or null when there is none.</returns>
    /// <exception cref="IOException">It cannot be read now.</exception>
    ValueTask<AdmissionDocument?> ReadAsync(AdmissionKey key, CancellationToken cancellationToken);

    /// <summary>Replaces a key's document unless somebody else has changed it.</summary>
    /// <param name="key">The key.</param>
    /// <param name="content">The new document; empty to delete it.</param>
    /// <param name="etag">The version that was read; null when there was none.</param>
    /// <param name="cancellationToken">Gives up; it may have been replaced.</param>
    /// <returns>False when it has been changed since; then nothing was done.</returns>
    /// <exception cref="IOException">It cannot be written now; it may have been replaced.</exception>
    ValueTask<bool> TryWriteAsync(
        AdmissionKey key,
        ReadOnlyMemory<byte> content,
        string? etag,
        CancellationToken cancellationToken
    );
}

/// <summary>A document as it was read.</summary>
/// <param name="Content">Its bytes.</param>
/// <param name="ETag">Its version.</param>
public sealed record AdmissionDocument(ReadOnlyMemory<byte> Content, string ETag);
