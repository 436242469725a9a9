using System.Collections.Concurrent;
using System.Globalization;
using FlowFunctions.Engine.DurableTask.Admission;

namespace FlowFunctions.Engine.DurableTask.Tests.Admission;

/// <summary>Places in memory. Others are faster, or the store is out, as often as a test wants.</summary>
internal sealed class MemoryAdmissions : IAdmissionStore
{
    private readonly Lock _gate = new();
    private readonly ConcurrentDictionary<AdmissionKey, AdmissionDocument> _documents = new();
    private int _version;

    /// <summary>How many of the next writes find that somebody else has been faster.</summary>
    public int LostRaces { get; set; }

    /// <summary>How many of the next calls fail.</summary>
    public int Failures { get; set; }

    /// <summary>Number of documents.</summary>
    public int Count => _documents.Count;

    public ValueTask<AdmissionDocument?> ReadAsync(AdmissionKey key, CancellationToken cancellationToken)
    {
        ThrowIfFailing();
        return new(_documents.GetValueOrDefault(key));
    }

    public ValueTask<bool> TryWriteAsync(
        AdmissionKey key,
        ReadOnlyMemory<byte> content,
        string? etag,
        CancellationToken cancellationToken
    )
    {
        ThrowIfFailing();
        lock (_gate)
        {
            if (_documents.GetValueOrDefault(key)?.ETag != etag || LostRaces-- > 0)
            {
                return new(false);
            }

            LostRaces = 0;
            if (content.IsEmpty)
            {
                _documents.TryRemove(key, out _);
            }
            else
            {
                var version = (++_version).ToString(CultureInfo.InvariantCulture);
                _documents[key] = new AdmissionDocument(content.ToArray(), version);
            }

            return new(true);
        }
    }

    private void ThrowIfFailing()
    {
        if (Failures > 0)
        {
            Failures--;
            throw new IOException("The store is out.");
        }
    }
}
