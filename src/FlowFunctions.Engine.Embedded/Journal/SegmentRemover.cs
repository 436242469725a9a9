namespace FlowFunctions.Engine.Embedded.Journal;

/// <summary>
/// Deletes old segments, always the oldest first so that there is never a gap. One that holds little that is needed is cleaned
/// before; so a run that is open for long does not keep everything that was written after its start.
/// </summary>
internal sealed class SegmentRemover(IJournalStorage storage, LiveRecords live, JournalSettings settings, int first)
    : IDisposable
{
    private const double MostGarbage = 0.5;

    private readonly SegmentCleaner _cleaner = new(storage, live);
    private int _first = first;
    private int _checkedAt;

    public bool IsCleaning => _cleaner.Segment != 0;

    /// <summary>Records to be written again with the next group.</summary>
    public IEnumerable<ReadOnlyMemory<byte>> Copies => _cleaner.Batch;

    /// <summary>The group with the copies is written.</summary>
    public void Commit(SegmentWriter segments)
    {
        var isDone = _cleaner.Commit(segments.Number);
        if (isDone && settings.Durability == Durability.Buffered)
        {
            segments.Flush();
        }

        if (isDone || _checkedAt != segments.Number || live.TakeFreed())
        {
            RemoveUnneeded(segments.Number);
        }
    }

    /// <summary>Deletes what nobody needs; the copies of what somebody needs are on disk.</summary>
    /// <param name="current">The segment being written.</param>
    public void RemoveUnneeded(int current)
    {
        if (IsCleaning)
        {
            return;
        }

        try
        {
            for (; _first < current && live.BytesIn(_first) == 0; _first++)
            {
                storage.Delete(_first);
            }

            if (_first < current && ShallClean(current))
            {
                _cleaner.Begin(_first);
            }

            _checkedAt = current;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // A file that cannot be deleted costs space, not safety; the next time tries again.
        }
    }

    public void Dispose() => _cleaner.Dispose();

    private bool ShallClean(int current)
    {
        if (live.IsPinned(_first))
        {
            // What is pinned may not be copied, so cleaning would not free the segment; it goes when its runs are released.
            return false;
        }

        if (live.BytesIn(_first) < storage.LengthOf(_first) * settings.CleanBelowShare)
        {
            return true;
        }

        // Copying what is needed pays only when there is more garbage than that.
        return current - _first >= settings.CleanAboveSegments
            && live.Total < Enumerable.Range(_first, current - _first).Sum(storage.LengthOf) * MostGarbage;
    }
}
