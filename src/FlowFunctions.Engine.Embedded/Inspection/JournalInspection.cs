using FlowFunctions.Engine.Embedded.Journal;
using FlowFunctions.Engine.Embedded.Recovery;
using FlowFunctions.Engine.History;
using FlowFunctions.Engine.Runs;
using Google.Protobuf;

namespace FlowFunctions.Engine.Embedded.Inspection;

/// <summary>
/// What a journal holds, read without changing or locking anything; an engine may be using it. Reading it checks every record and
/// that no turn of an open run is missing.
/// </summary>
/// <param name="Segments">Its files, oldest first.</param>
/// <param name="OpenRuns">The runs that a start of an engine would continue, in the order of their starts.</param>
public sealed record JournalInspection(IReadOnlyList<SegmentInfo> Segments, IReadOnlyList<OpenRunInfo> OpenRuns)
{
    /// <summary>
    /// Runs that have ended, whose records are all there still, and that nobody has released; an engine that keeps finished runs tells
    /// of them again when it is started.
    /// </summary>
    public int UnreleasedRuns { get; private init; }

    /// <summary>Number of records in all files.</summary>
    public int Records => Segments.Sum(static segment => segment.Records);

    /// <summary>Reads a journal's directory.</summary>
    /// <param name="directory">The directory.</param>
    /// <exception cref="JournalCorruptException">Something is damaged; it names the file and the offset.</exception>
    /// <exception cref="JournalException">There is no such directory, or a newer version wrote it.</exception>
    /// <exception cref="IOException">A file cannot be read.</exception>
    public static JournalInspection Read(string directory)
    {
        using var storage = JournalDirectory.ForReading(directory);
        return JournalInUse.Read(() => Read(storage));
    }

    private static JournalInspection Read(JournalDirectory storage)
    {
        var segments = storage.Segments().ToDictionary(static number => number, static _ => new SegmentSums());
        var content = JournalContent.Read(
            storage,
            (segment, offset, payload) => segments[segment].Add(Parse(storage.NameOf(segment), offset, payload)),
            keepsFinished: true
        );
        foreach (var record in content.Open.SelectMany(static run => run.Records))
        {
            segments[record.Place.Segment].LiveBytes += record.Place.Bytes;
        }

        return new JournalInspection(
            [.. segments.Select(segment => segment.Value.ToInfo(storage, segment.Key))],
            [.. content.Open.Select(OpenRunInfo.Of)]
        )
        {
            UnreleasedRuns = content.Unreleased.Count(),
        };
    }

    private static Wire.Record Parse(string file, long offset, ReadOnlySpan<byte> payload)
    {
        try
        {
            var record = Wire.Record.Parser.ParseFrom(payload);
            foreach (var runEvent in EventsOf(record).Where(static runEvent => !runEvent.HasStoredStart))
            {
                runEvent.ToCore();
            }

            return record;
        }
        catch (Exception exception) when (exception is InvalidProtocolBufferException or InvalidDataException)
        {
            throw new JournalCorruptException(
                file,
                offset,
                $"the record's content cannot be read ({exception.Message})"
            );
        }
    }

    private static IEnumerable<History.Wire.Event> EventsOf(Wire.Record record) =>
        record.Queued is { } queued ? record.Events.Prepend(queued) : record.Events;

    private sealed class SegmentSums
    {
        private int _records;
        private DateTimeOffset? _firstAt;
        private DateTimeOffset? _lastAt;

        public long LiveBytes { get; set; }

        public void Add(Wire.Record record)
        {
            _records++;
            foreach (
                var at in EventsOf(record).Select(static runEvent => new DateTimeOffset(runEvent.At, TimeSpan.Zero))
            )
            {
                _firstAt = _firstAt < at ? _firstAt : at;
                _lastAt = _lastAt > at ? _lastAt : at;
            }
        }

        public SegmentInfo ToInfo(JournalDirectory storage, int number) =>
            new(storage.NameOf(number), storage.LengthOf(number), _records, LiveBytes, _firstAt, _lastAt);
    }
}

/// <summary>A file of a journal.</summary>
/// <param name="File">Its path.</param>
/// <param name="Bytes">Its length, the space made ready for further records included.</param>
/// <param name="Records">Records in it.</param>
/// <param name="LiveBytes">Bytes of records of open runs.</param>
/// <param name="FirstAt">When the earliest event in it happened, or null without events.</param>
/// <param name="LastAt">When the latest event in it happened, or null without events.</param>
public sealed record SegmentInfo(
    string File,
    long Bytes,
    int Records,
    long LiveBytes,
    DateTimeOffset? FirstAt,
    DateTimeOffset? LastAt
)
{
    /// <summary>The share of its bytes that is not needed any more; 0 to 1.</summary>
    public double GarbageShare => Bytes == 0 ? 0 : 1 - ((double)LiveBytes / Bytes);
}

/// <summary>An open run of a journal.</summary>
/// <param name="RunId">Its id.</param>
/// <param name="PlanHash">Hash of its plan; empty when the start is stored beside the journal because of its size.</param>
/// <param name="Status">Whether it waits for admission, runs or is paused; only its plan would tell more.</param>
/// <param name="Events">Events so far.</param>
/// <param name="Bytes">Bytes of its records.</param>
/// <param name="Since">When it was accepted.</param>
public sealed record OpenRunInfo(
    string RunId,
    string PlanHash,
    RunStatus Status,
    int Events,
    long Bytes,
    DateTimeOffset Since
)
{
    internal static OpenRunInfo Of(RunRecords run)
    {
        var history = RunHistory.Of(run);
        var events = (history.IsQueued ? history.Kept.Prepend(history.Start) : history.Applied).ToArray();
        return new OpenRunInfo(
            run.RunId,
            history.Start.Started?.PlanHash ?? "",
            StatusOf(history, events),
            events.Length,
            run.Records.Sum(static record => (long)record.Place.Bytes),
            new DateTimeOffset(history.AcceptedAt, TimeSpan.Zero)
        );
    }

    private static RunStatus StatusOf(RunHistory history, History.Wire.Event[] events) =>
        history.IsQueued ? RunStatus.Queued
        : events.LastOrDefault(static runEvent => runEvent.Control is not null)?.Control.Asked
        == History.Wire.RunControl.Pause
            ? RunStatus.Paused
        : RunStatus.Running;
}
