using Azure;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Blobs.Specialized;

namespace FlowFunctions.Storage.Logs;

/// <summary>
/// The blob of one log. Each append says where it must come to stand, so that one that is repeated after a lost answer is not stored twice.
/// </summary>
internal sealed class LogBlob(AppendBlobClient blob)
{
    private const int MaxRounds = 5;
    private bool _isOpen;

    /// <summary>Bytes stored.</summary>
    public long Length { get; private set; }

    /// <summary>Appends stored; the service takes 50,000.</summary>
    public int Blocks { get; private set; }

    /// <summary>Opens it, once.</summary>
    /// <returns>Whether this call has opened it and found lines: another writer's, or of the same attempt before a crash.</returns>
    /// <exception cref="RequestFailedException">The service refused, or cannot be reached.</exception>
    public async Task<bool> OpenAsync(CancellationToken cancellationToken)
    {
        if (_isOpen)
        {
            return false;
        }

        if (await blob.CreateIfNotExistsAsync(cancellationToken: cancellationToken) is null)
        {
            await LookAsync(cancellationToken);
        }

        _isOpen = true;
        return Length > 0;
    }

    /// <exception cref="RequestFailedException">The service refused, or cannot be reached.</exception>
    public async Task AppendAsync(ReadOnlyMemory<byte> lines, CancellationToken cancellationToken)
    {
        for (var round = 1; ; round++)
        {
            var start = Length;
            var place = new AppendBlobAppendBlockOptions { Conditions = new() { IfAppendPositionEqual = start } };
            try
            {
                using var content = new MemoryStream(lines.ToArray(), writable: false);
                await blob.AppendBlockAsync(content, place, cancellationToken);
                Length += lines.Length;
                Blocks++;
                return;
            }
            catch (RequestFailedException exception)
                when (exception.ErrorCode == BlobErrorCode.AppendPositionConditionNotMet && round < MaxRounds)
            {
                await LookAsync(cancellationToken);
                if (await HoldsAsync(lines, start, cancellationToken))
                {
                    // A try whose answer was lost.
                    return;
                }
            }
        }
    }

    /// <summary>Whether just these bytes stand there: another writer's may be as long.</summary>
    private async Task<bool> HoldsAsync(ReadOnlyMemory<byte> lines, long start, CancellationToken cancellationToken)
    {
        if (Length < start + lines.Length)
        {
            return false;
        }

        var range = new BlobDownloadOptions { Range = new HttpRange(start, lines.Length) };
        var stored = await blob.DownloadContentAsync(range, cancellationToken);
        return stored.Value.Content.ToMemory().Span.SequenceEqual(lines.Span);
    }

    private async Task LookAsync(CancellationToken cancellationToken)
    {
        var found = (await blob.GetPropertiesAsync(cancellationToken: cancellationToken)).Value;
        (Length, Blocks) = (found.ContentLength, found.BlobCommittedBlockCount);
    }
}
