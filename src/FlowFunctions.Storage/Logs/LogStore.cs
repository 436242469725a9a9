using System.Runtime.CompilerServices;
using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Blobs.Specialized;
using FlowFunctions.Storage.Accounts;

namespace FlowFunctions.Storage.Logs;

/// <summary>The logs of step attempts, an append blob each: <c>workspace/run/step path/attempt.jsonl</c>. Thread-safe.</summary>
/// <param name="account">The account; its containers exist (<see cref="StorageAccount.EnsureAsync"/>).</param>
/// <param name="time">The clock of lines and of what is stored when.</param>
public sealed class LogStore(StorageAccount account, TimeProvider time)
{
    /// <summary>The most that <see cref="ReadAsync"/> gives at once.</summary>
    public const int MaxReadBytes = 4 * 1024 * 1024;

    // Longer than any line.
    internal const int MinReadBytes = 128 * 1024;
    private const int MaxDeletionsAtOnce = 4;

    // The service's limit: no longer one was ever stored.
    private const int MaxNameLength = 1_024;
    private readonly BlobContainerClient _container = account.Blobs.GetBlobContainerClient(StorageLayout.Logs);

    /// <summary>Opens a log for writing; one that exists goes on. Nothing is sent before there are lines.</summary>
    /// <param name="key">The attempt. One writer at a time is enough; lines of two may mix, but none is lost.</param>
    /// <returns>The writer, to be disposed at the end of the attempt.</returns>
    public LogWriter Open(LogKey key) => Open(key, new LogLimits());

    /// <summary>Reads whole lines.</summary>
    /// <param name="key">The attempt.</param>
    /// <param name="offset">Where to begin, in bytes: 0 or a <see cref="LogPart.NextOffset"/>.</param>
    /// <param name="maxBytes">How much at most: 128 KB to 4 MB, which is the default.</param>
    /// <param name="cancellationToken">Stops the request.</param>
    /// <returns>The lines; null if the attempt has no log.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The offset is negative, or the number out of range.</exception>
    /// <exception cref="RequestFailedException">The service refused, or cannot be reached.</exception>
    public async Task<LogPart?> ReadAsync(
        LogKey key,
        long offset = 0,
        int maxBytes = MaxReadBytes,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        ArgumentOutOfRangeException.ThrowIfLessThan(maxBytes, MinReadBytes);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(maxBytes, MaxReadBytes);
        if (key.BlobName.Length > MaxNameLength)
        {
            return null;
        }

        var blob = _container.GetBlobClient(key.BlobName);
        try
        {
            var range = new BlobDownloadOptions { Range = new HttpRange(offset, maxBytes) };
            var answer = (await blob.DownloadContentAsync(range, cancellationToken)).Value;
            return Lines(answer, offset);
        }
        catch (RequestFailedException exception) when (exception.ErrorCode == BlobErrorCode.InvalidRange)
        {
            var found = await blob.GetPropertiesAsync(cancellationToken: cancellationToken);
            return new LogPart(default, offset, found.Value.ContentLength);
        }
        catch (RequestFailedException exception) when (exception.ErrorCode == BlobErrorCode.BlobNotFound)
        {
            return null;
        }
    }

    /// <summary>Finds where to read on from a time, with a number of reads that grows with the logarithm of the log's length.</summary>
    /// <param name="log">The log.</param>
    /// <param name="from">The time.</param>
    /// <param name="cancellationToken">Stops the requests.</param>
    /// <returns>An offset for <see cref="ReadAsync"/>; no line before it is as late as the time.</returns>
    /// <exception cref="RequestFailedException">The service refused, or cannot be reached.</exception>
    public Task<long> FindAsync(LogAttempt log, DateTimeOffset from, CancellationToken cancellationToken = default) =>
        LogSearch.FindAsync(log.Length, from, offset => ReadAsync(log.Key, offset, MinReadBytes, cancellationToken));

    /// <summary>The logs of a run's steps, without those of runs that it called.</summary>
    /// <param name="workspace">The tenant.</param>
    /// <param name="runId">The run.</param>
    /// <param name="cancellationToken">Stops the requests.</param>
    /// <returns>The logs by step path and attempt, read page by page.</returns>
    /// <exception cref="RequestFailedException">The service refused, or cannot be reached.</exception>
    public async IAsyncEnumerable<LogAttempt> ListAsync(
        string workspace,
        string runId,
        [EnumeratorCancellation] CancellationToken cancellationToken = default
    )
    {
        var folder = $"{LogKey.Folder(workspace, runId)}/";
        await foreach (var blob in _container.GetBlobsAsync(prefix: folder, cancellationToken: cancellationToken))
        {
            if (LogKey.Read(blob.Name) is { } key)
            {
                var properties = blob.Properties;
                yield return new LogAttempt(key, properties.ContentLength ?? 0, properties.LastModified ?? default);
            }
        }
    }

    /// <summary>Deletes the logs of a run and of runs that it called. Can be stopped and done again.</summary>
    /// <param name="workspace">The tenant.</param>
    /// <param name="runId">The run.</param>
    /// <param name="cancellationToken">Stops the requests; some logs may be deleted.</param>
    /// <exception cref="RequestFailedException">The service refused, or cannot be reached.</exception>
    public async Task DeleteAsync(string workspace, string runId, CancellationToken cancellationToken = default)
    {
        var folder = LogKey.Folder(workspace, runId);
        var options = new ParallelOptions
        {
            MaxDegreeOfParallelism = MaxDeletionsAtOnce,
            CancellationToken = cancellationToken,
        };
        foreach (var prefix in (string[])[$"{folder}/", $"{folder}~"])
        {
            await Parallel.ForEachAsync(
                _container.GetBlobsAsync(prefix: prefix, cancellationToken: cancellationToken),
                options,
                async (blob, token) => await _container.DeleteBlobIfExistsAsync(blob.Name, cancellationToken: token)
            );
        }
    }

    internal LogWriter Open(LogKey key, LogLimits limits) =>
        new(new LogBlob(_container.GetAppendBlobClient(key.BlobName)), limits, time);

    private static LogPart Lines(BlobDownloadResult answer, long offset)
    {
        var bytes = answer.Content.ToMemory();
        var lines = bytes[..(bytes.Span.LastIndexOf((byte)'\n') + 1)];
        return new LogPart(lines, offset + lines.Length, TotalOf(answer.Details));
    }

    // "bytes 0-99/1234"
    private static long TotalOf(BlobDownloadDetails details) =>
        details.ContentRange is { } range
        && long.TryParse(range.AsSpan(range.LastIndexOf('/') + 1), provider: null, out var total)
            ? total
            : details.ContentLength;
}
