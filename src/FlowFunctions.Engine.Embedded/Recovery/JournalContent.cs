using FlowFunctions.Engine.Embedded.Codec;
using FlowFunctions.Engine.Embedded.Journal;
using FlowFunctions.Engine.History;
using FlowFunctions.Engine.Runs;
using Google.Protobuf;

namespace FlowFunctions.Engine.Embedded.Recovery;

/// <summary>What a journal holds: the records of runs that are open, and the results of those that are not.</summary>
internal sealed class JournalContent
{
    private readonly Dictionary<long, RunRecords> _open = [];
    private readonly Dictionary<long, RunRecords> _ended = [];
    private readonly HashSet<long> _released = [];

    private readonly IJournalStorage _storage;
    private readonly bool _keepsFinished;

    private JournalContent(IJournalStorage storage, bool keepsFinished)
    {
        _storage = storage;
        _keepsFinished = keepsFinished;
    }

    public JournalExtent Extent { get; private set; }

    /// <summary>The open runs in the order of their first records.</summary>
    public IReadOnlyCollection<RunRecords> Open => _open.Values;

    /// <summary>By id, in the order in which the runs ended.</summary>
    public OrderedDictionary<string, FinishedRecord> Finished { get; } = new(StringComparer.Ordinal);

    /// <summary>
    /// The ended runs whose records are all there and that nobody has released, without their payloads, in the order of their starts. A
    /// run of which a record is missing was released, or not kept in the first place.
    /// </summary>
    public IEnumerable<RunRecords> Unreleased =>
        Finished
            .Values.Where(end => _keepsFinished && !_released.Contains(end.Number))
            .Select(end => _ended[end.Number])
            .Where(static run => run.MissingTurn() == 0)
            .OrderBy(static run => run.Number);

    /// <summary>The greatest number of a run.</summary>
    public long LastNumber { get; private set; }

    /// <exception cref="JournalCorruptException">Something is damaged that was durable once.</exception>
    /// <param name="storage">Where the journal is.</param>
    /// <param name="observe">Sees every record, also those that are not needed.</param>
    /// <param name="keepsFinished">Whether <see cref="Unreleased"/> is wanted.</param>
    public static JournalContent Read(
        IJournalStorage storage,
        JournalReader.OnRecord? observe = null,
        bool keepsFinished = false
    )
    {
        var content = new JournalContent(storage, keepsFinished);
        content.Extent = JournalReader.Read(storage, content.Take + observe);
        foreach (var run in content.Open)
        {
            content.CheckTurns(run);
            content.Finished.Remove(run.RunId);
        }

        return content;
    }

    /// <summary>Whether a run was released.</summary>
    public bool IsReleased(long number) => _released.Contains(number);

    private void Take(int segment, long offset, ReadOnlySpan<byte> payload)
    {
        var head = Parse(segment, offset, payload);
        if (head.Released.Count > 0)
        {
            LastNumber = Math.Max(LastNumber, head.Released.Max());
            _released.UnionWith(head.Released);
            return;
        }

        LastNumber = Math.Max(LastNumber, head.Number);

        var place = new RecordPlace(segment, JournalFormat.RecordHeaderSize + payload.Length);
        if (head.Result is { } result)
        {
            End(head, new RunRecord(head.Turn, place, offset, []));
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

    private void End(Wire.RecordHead head, RunRecord record)
    {
        _open.Remove(head.Number, out var run);
        if (!_keepsFinished)
        {
            return;
        }

        if (run is null && !_ended.TryGetValue(head.Number, out run))
        {
            run = new RunRecords(head.RunId, head.Number);
        }

        run.DropPayloads();
        run.Add(record);
        _ended[head.Number] = run;
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
            return head is { Number: > 0, Turn: > 0 } or { Released.Count: > 0 }
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
