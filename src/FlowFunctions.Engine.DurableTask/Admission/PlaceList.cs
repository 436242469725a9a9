using FlowFunctions.Engine.Admission;
using Google.Protobuf;
using Google.Protobuf.Collections;

namespace FlowFunctions.Engine.DurableTask.Admission;

/// <summary>
/// The runs of one key: those that have a place and those that wait, first come first served. Everything is idempotent by the run's id,
/// because whoever asks may ask again. Not for several threads at a time.
/// </summary>
internal sealed class PlaceList
{
    private readonly Wire.Places _places;

    private PlaceList(Wire.Places places) => _places = places;

    /// <summary>Whether something has changed since it was read.</summary>
    public bool IsChanged { get; private set; }

    /// <summary>The runs that have a place.</summary>
    public IReadOnlyList<Wire.Place> Admitted => _places.Admitted;

    /// <summary>Reads a list; empty bytes are an empty one.</summary>
    /// <exception cref="InvalidDataException">The document is damaged.</exception>
    public static PlaceList Read(ReadOnlyMemory<byte> document)
    {
        try
        {
            return new PlaceList(Wire.Places.Parser.ParseFrom(document.Span));
        }
        catch (InvalidProtocolBufferException exception)
        {
            throw new InvalidDataException(
                $"The list of runs that have a place is damaged: {exception.Message}",
                exception
            );
        }
    }

    /// <summary>The list as a document; empty when no run is in it.</summary>
    public byte[] Write() => _places.ToByteArray();

    /// <summary>Takes a place, or queues for one.</summary>
    public AdmissionAnswer Enter(AdmissionTicket ticket, DateTimeOffset now)
    {
        if (Find(_places.Admitted, ticket.RunId) >= 0)
        {
            return AdmissionAnswer.Admitted;
        }

        if (Find(_places.Waiting, ticket.RunId) >= 0)
        {
            return AdmissionAnswer.Queued;
        }

        if (_places.Waiting.Count == 0 && _places.Admitted.Count < ticket.Limit)
        {
            Add(_places.Admitted, ticket, now);
            return AdmissionAnswer.Admitted;
        }

        if (!ticket.MayWait || _places.Waiting.Count >= ticket.MaxQueued)
        {
            return ticket.MayWait ? AdmissionAnswer.QueueFull : AdmissionAnswer.Refused;
        }

        Add(_places.Waiting, ticket, now);
        return AdmissionAnswer.Queued;
    }

    /// <summary>Gives a place up, taken or waited for, to the one that has waited longest.</summary>
    /// <returns>The runs that have got a place by it, now or when it left before.</returns>
    public IReadOnlyList<string> Leave(string runId)
    {
        Remove(runId);
        Promote(runId);
        return [.. _places.Admitted.Where(place => place.AdmittedBy == runId).Select(static place => place.RunId)];
    }

    /// <summary>Takes runs out that are not going on, and notes of others that they are.</summary>
    /// <returns>The runs that have got a place by it.</returns>
    public IReadOnlyList<string> Clean(IReadOnlySet<string> gone, IReadOnlySet<string> seen, DateTimeOffset now)
    {
        foreach (var runId in gone)
        {
            Remove(runId);
        }

        foreach (var place in _places.Admitted.Where(place => seen.Contains(place.RunId)))
        {
            place.SeenAt = now.UtcTicks;
            IsChanged = true;
        }

        return Promote(by: "");
    }

    /// <summary>Where a run stands.</summary>
    public AdmissionPlace PlaceOf(string runId) => new(Find(_places.Waiting, runId) + 1, _places.Admitted.Count);

    private void Add(RepeatedField<Wire.Place> places, AdmissionTicket ticket, DateTimeOffset now)
    {
        places.Add(
            new Wire.Place
            {
                RunId = ticket.RunId,
                Since = now.UtcTicks,
                SeenAt = now.UtcTicks,
                Limit = ticket.Limit,
            }
        );
        IsChanged = true;
    }

    private void Remove(string runId) => IsChanged |= Remove(_places.Admitted, runId) | Remove(_places.Waiting, runId);

    private static bool Remove(RepeatedField<Wire.Place> places, string runId)
    {
        var index = Find(places, runId);
        if (index >= 0)
        {
            places.RemoveAt(index);
        }

        return index >= 0;
    }

    private List<string> Promote(string by)
    {
        var promoted = new List<string>();
        while (_places.Waiting is [var next, ..] && _places.Admitted.Count < next.Limit)
        {
            _places.Waiting.RemoveAt(0);
            next.AdmittedBy = by;
            _places.Admitted.Add(next);
            promoted.Add(next.RunId);
            IsChanged = true;
        }

        return promoted;
    }

    private static int Find(RepeatedField<Wire.Place> places, string runId)
    {
        for (var index = 0; index < places.Count; index++)
        {
            if (places[index].RunId == runId)
            {
                return index;
            }
        }

        return -1;
    }
}
