using FlowFunctions.Engine.Embedded.Codec;
using FlowFunctions.Engine.Embedded.Journal;
using FlowFunctions.Engine.History;
using FlowFunctions.Engine.Runs;
using Google.Protobuf;

namespace FlowFunctions.Engine.Embedded.Recovery;

/// <summary>What a journal holds: the records of runs that are open, and the results of those that are not.</summary>
internal sealed class JournalContent
{
    private readonly IJournalStorage _storage;
    private readonly Dictionary<long, RunRecords> _open = [];

    private JournalContent(IJournalStorage storage) => _storage = storage;

    public JournalExtent Extent { get; private set; }

    /// <summary>The open runs in the order of their first records.</summary>
    public IReadOnlyCollection<RunRecords> Open => _open.Values;

    /// <summary>By id, in the order in which the runs ended.</summary>
    public OrderedDictionary<string, FinishedRecord> Finished { get; } = new(StringComparer.Ordinal);

    /// <summary>The greatest number of a run.</summary>
    public long LastNumber { get; private set; }

    /// <exception cref="JournalCorruptException">Something is damaged that was durable once.</exception>
    /// <param name="storage">Where the journal is.</param>
    /// <param name="observe">Sees every record, also those that are not needed.</param>
    public static JournalContent Read(IJournalStorage storage, JournalReader.OnRecord? observe = null)
    {
        var content = new JournalContent(storage);
        content.Extent = JournalReader.Read(storage, content.Take + observe);
        foreach (var run in content.Open)
        {
            content.CheckTurns(run);
            content.Finished.Remove(run.RunId);
        }

        return content;
    }

    private void Take(int segment, long offset, ReadOnlySpan<byte> payload)
    {
        var head = Parse(segment, offset, payload);
        LastNumber = Math.Max(LastNumber, head.Number);
        var place = new RecordPlace(segment, JournalFormat.RecordHeaderSize + payload.Length);
        if (head.Result is { } result)
        {
            _open.Remove(head.Number);
            Finish(head, place, result.ToCore());
            return;
        }

        if (!_open.TryGetValue(head.Number, out var run))
        {
            run = new RunRecords(head.RunId, head.Number);
            _open.Add(head.Number, run);
        }

        run.Add(new RunRecord(head.Turn, place, offset, payload.ToArray()));
    }

    private void Finish(Wire.RecordHead head, RecordPlace place, RunResult result)
    {
        // A copy of an older run's end may stand behind that of a newer run with the same id.
        if (!Finished.TryGetValue(head.RunId, out var known) || known.Number <= head.Number)
        {
            Finished.Remove(head.RunId);
            Finished.Add(head.RunId, new FinishedRecord(head.Number, head.Turn, place, result));
        }
    }

    private Wire.RecordHead Parse(int segment, long offset, ReadOnlySpan<byte> payload)
    {
        try
        {
            var head = RecordHeads.Parse(payload);
            return head is { Number: > 0, Turn: > 0 }
                ? head
                : throw new JournalCorruptException(_storage.NameOf(segment), offset, "the record has no turn number");
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

    private void CheckTurns(RunRecords run)
    {
        if (run.MissingTurn() is var missing and > 0)
        {
            var record = run.Records[missing - 1];
            throw new JournalCorruptException(
                _storage.NameOf(record.Place.Segment),
                record.Offset,
                $"turn {missing} of the open run '{run.RunId}' is missing before the record there"
            );
        }
    }
}
