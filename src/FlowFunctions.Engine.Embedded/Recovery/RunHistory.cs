using FlowFunctions.Engine.Embedded.Journal;
using FlowFunctions.Engine.Embedded.Wire;
using FlowFunctions.Engine.History.Wire;

namespace FlowFunctions.Engine.Embedded.Recovery;

/// <summary>What the records of an open run say.</summary>
internal sealed class RunHistory
{
    private readonly IReadOnlyList<Record> _records;
    private readonly int _begin;

    private RunHistory(IReadOnlyList<Record> records)
    {
        _records = records;
        var begin = 0;
        while (begin < records.Count && !IsStart(records[begin]))
        {
            begin++;
        }

        _begin = begin;
    }

    /// <exception cref="JournalException">They do not begin with a start.</exception>
    /// <exception cref="Google.Protobuf.InvalidProtocolBufferException">A record cannot be read.</exception>
    public static RunHistory Of(RunRecords run) => Of([.. run.Records.Select(static record => record.Parse())]);

    /// <summary>The same of all records of a run by turn.</summary>
    /// <exception cref="JournalException">They do not begin with a start.</exception>
    public static RunHistory Of(IReadOnlyList<Record> records)
    {
        var history = new RunHistory(records);
        return records[0].Queued is not null || history._begin == 0
            ? history
            : throw new JournalException(
                $"Run '{records[0].RunId}' does not begin with its start. Use the version of the program that wrote it."
            );
    }

    /// <summary>Whether it waits for admission, or ended while it did.</summary>
    public bool IsQueued => _begin == _records.Count;

    /// <summary>The start that it waited with for admission, or null when it was admitted at once.</summary>
    public Event? Queued => _records[0].Queued;

    /// <summary>How it ended, or null.</summary>
    public Result? Result => _records[^1].Result;

    /// <summary>Its place among those that wait: the lowest rank comes first.</summary>
    public long QueueRank => _records.Max(static record => record.QueueRank);

    /// <summary>What started it, or will.</summary>
    public Event Start => IsQueued ? _records[0].Queued : _records[_begin].Events[0];

    /// <summary>When it was accepted.</summary>
    public long AcceptedAt => (_records[0].Queued ?? Start).At;

    /// <summary>Everything that was recorded.</summary>
    public IEnumerable<Event> All =>
        _records.SelectMany(static record =>
            record.Queued is { } queued ? record.Events.Prepend(queued) : record.Events
        );

    /// <summary>What was recorded while it waited.</summary>
    public IEnumerable<Event> Kept => _records.Take(_begin).SelectMany(static record => record.Events);

    /// <summary>
    /// The events in the order in which they were applied: the start, then signals that had come while it waited, as if they had come
    /// with it, then everything else.
    /// </summary>
    public IEnumerable<Event> Applied
    {
        get
        {
            var events = _records.Skip(_begin).SelectMany(static record => record.Events);
            var signals = Kept.Where(static kept => kept.Signal is not null)
                .Select(kept => new Event { At = Start.At, Signal = kept.Signal });
            return events.Take(1).Concat(signals).Concat(events.Skip(1));
        }
    }

    /// <summary>Lets the start hold the same strings as all others, because a hundred thousand runs may be open.</summary>
    public void Share(string runId, string planHash)
    {
        Start.Started.RunId = runId;
        Start.Started.PlanHash = planHash;
    }

    private static bool IsStart(Record record) =>
        record.Events is [{ KindCase: Event.KindOneofCase.Started or Event.KindOneofCase.StoredStart }, ..];
}
