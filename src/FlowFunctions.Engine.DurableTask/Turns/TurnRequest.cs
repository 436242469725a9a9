using System.Runtime.InteropServices;
using System.Text;
using FlowFunctions.Engine.DurableTask.Protocol;
using Google.Protobuf.WellKnownTypes;

namespace FlowFunctions.Engine.DurableTask.Turns;

/// <summary>
/// An <c>OrchestratorRequest</c> whose events are parsed only when they are looked at: a run whose fold is at hand needs none of the past
/// ones, however many there are.
/// </summary>
internal sealed class TurnRequest
{
    /// <summary>So many past events lie between two of which is noted where they are; the others are found from there.</summary>
    private const int MarkEvery = 64;

    private readonly ReadOnlyMemory<byte> _bytes;
    private readonly List<int> _marks = [];
    private readonly List<Range> _new = [];

    private TurnRequest(ReadOnlyMemory<byte> bytes) => _bytes = bytes;

    /// <summary>The instance.</summary>
    public string InstanceId { get; private set; } = "";

    /// <summary>Number of past events.</summary>
    public int PastCount { get; private set; }

    /// <summary>Number of all events.</summary>
    public int Count => PastCount + _new.Count;

    /// <summary>Whether past events were left out because an earlier turn of the session had them.</summary>
    public bool IsWithoutPast { get; private set; }

    /// <summary>The new events.</summary>
    public IEnumerable<HistoryEvent> New => _new.Select(Parse);

    /// <summary>All events, the past ones first.</summary>
    public IEnumerable<HistoryEvent> All => PastFrom(0).Concat(New);

    /// <summary>Reads a request.</summary>
    /// <exception cref="InvalidDataException">It is none.</exception>
    public static TurnRequest Read(ReadOnlyMemory<byte> bytes)
    {
        var request = new TurnRequest(bytes);
        request.Scan();
        return request.InstanceId.Length > 0
            ? request
            : throw new InvalidDataException("The orchestrator's request names no instance.");
    }

    /// <summary>The past events behind a number of them.</summary>
    public IEnumerable<HistoryEvent> PastFrom(int count)
    {
        var position = count < PastCount ? PositionOf(count) : 0;
        for (var index = count; index < PastCount; index++)
        {
            yield return Parse(NextPast(ref position));
        }
    }

    /// <summary>Tells the new events from any others.</summary>
    public EventsDigest DigestNew() => EventsDigest.Of(_bytes.Span, CollectionsMarshal.AsSpan(_new));

    /// <summary>Tells past events from any others.</summary>
    /// <param name="end">How many of them lie before the end of those that are meant; at most <see cref="PastCount"/>.</param>
    /// <param name="count">The number of those that are meant.</param>
    public EventsDigest DigestPast(int end, int count)
    {
        var events = new Range[count];
        var position = count > 0 ? PositionOf(end - count) : 0;
        for (var index = 0; index < count; index++)
        {
            events[index] = NextPast(ref position);
        }

        return EventsDigest.Of(_bytes.Span, events);
    }

    private void Scan()
    {
        var fields = new WireFields(_bytes.Span);
        for (var position = 0; fields.Next(); position = fields.Position)
        {
            switch (fields.Number)
            {
                case OrchestratorRequest.InstanceIdFieldNumber:
                    InstanceId = Encoding.UTF8.GetString(_bytes.Span[fields.Content]);
                    break;
                case OrchestratorRequest.PastEventsFieldNumber:
                    NotePast(position);
                    break;
                case OrchestratorRequest.NewEventsFieldNumber:
                    _new.Add(fields.Content);
                    break;
                case OrchestratorRequest.PropertiesFieldNumber:
                    Note(_bytes.Span[fields.Content]);
                    break;
                default:
                    break;
            }
        }
    }

    private void NotePast(int position)
    {
        if (PastCount++ % MarkEvery == 0)
        {
            _marks.Add(position);
        }
    }

    /// <summary>A place in front of a past event and behind the one before it.</summary>
    private int PositionOf(int index)
    {
        var position = _marks[index / MarkEvery];
        for (var passed = 0; passed < index % MarkEvery; passed++)
        {
            NextPast(ref position);
        }

        return position;
    }

    /// <summary>Passes the next past event.</summary>
    /// <returns>Where its content lies.</returns>
    private Range NextPast(ref int position)
    {
        var fields = new WireFields(_bytes.Span, position);
        while (fields.Next() && fields.Number != OrchestratorRequest.PastEventsFieldNumber) { }

        position = fields.Position;
        return fields.Content;
    }

    private void Note(ReadOnlySpan<byte> property)
    {
        var name = default(ReadOnlySpan<byte>);
        var value = default(ReadOnlySpan<byte>);
        var fields = new WireFields(property);
        while (fields.Next())
        {
            if (fields.Number == 1)
            {
                name = property[fields.Content];
            }
            else
            {
                value = property[fields.Content];
            }
        }

        if (name.SequenceEqual("IncludeState"u8))
        {
            IsWithoutPast = Value.Parser.ParseFrom(value) is { HasBoolValue: true, BoolValue: false };
        }
    }

    private HistoryEvent Parse(Range range) => HistoryEvent.Parser.ParseFrom(_bytes.Span[range]);
}
