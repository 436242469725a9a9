using FlowFunctions.Engine.Embedded.Codec;
using FlowFunctions.Engine.Embedded.Journal;
using FlowFunctions.Engine.Runs;
using Google.Protobuf;

namespace FlowFunctions.Engine.Embedded.Recovery;

/// <summary>What a journal holds: the records of runs that are open, and the results of those that are not.</summary>
internal sealed class JournalContent
{
    private readonly IJournalStorage _storage;
    private readonly bool _isPruned;
    private long _order;

    private JournalContent(IJournalStorage storage)
    {
        _storage = storage;
        _isPruned = storage.Segments() is [> 1, ..];
    }

    public JournalExtent Extent { get; private set; }

    public Dictionary<string, RunRecords> Open { get; } = new(StringComparer.Ordinal);

    /// <summary>In the order in which the runs ended.</summary>
    public OrderedDictionary<string, RunResult> Finished { get; } = new(StringComparer.Ordinal);

    /// <exception cref="JournalCorruptException">Something is damaged that was durable once.</exception>
    public static JournalContent Read(IJournalStorage storage)
    {
        var content = new JournalContent(storage);
        content.Extent = JournalReader.Read(storage, content.Take);
        return content;
    }

    private void Take(int segment, long offset, ReadOnlySpan<byte> payload)
    {
        var record = Parse(segment, offset, payload);
        if (record.Queued is not null || (record.IsStart && !Open.ContainsKey(record.RunId)))
        {
            Finished.Remove(record.RunId);
            Open[record.RunId] = new RunRecords(segment);
        }

        if (!Open.TryGetValue(record.RunId, out var run))
        {
            CheckIsPruned(record.RunId, segment, offset);
            return;
        }

        run.Add(record, _order++);
        if (record.Result is { } result)
        {
            Open.Remove(record.RunId);
            Finished.Add(record.RunId, result.ToCore());
        }
    }

    private Wire.Record Parse(int segment, long offset, ReadOnlySpan<byte> payload)
    {
        try
        {
            return Wire.Record.Parser.ParseFrom(payload);
        }
        catch (InvalidProtocolBufferException exception)
        {
            throw new JournalCorruptException(
                _storage.NameOf(segment),
                offset,
                $"the record's content cannot be read ({exception.Message})"
            );
        }
    }

    /// <summary>The start of a run may be gone only with the old segments that were deleted after its end.</summary>
    private void CheckIsPruned(string runId, int segment, long offset)
    {
        if (!_isPruned)
        {
            throw new JournalCorruptException(
                _storage.NameOf(segment),
                offset,
                $"the record belongs to run '{runId}', whose start is missing"
            );
        }
    }
}
