using System.Collections.Concurrent;

namespace FlowFunctions.Flows.Triggers.Schedules;

/// <summary>
/// The periods of a time zone, found by asking for its distance from UTC. That question has one answer at every moment, unlike those about
/// times on the wall, so a change of half an hour or a whole day needs no rule of its own. A period ends at the end of a year at the latest.
/// </summary>
internal sealed class ZonePeriods
{
    private static readonly ConcurrentDictionary<string, ZonePeriods> Known = new(StringComparer.Ordinal);

    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    private readonly ConcurrentDictionary<int, DateTime[]> _changes = new();
    private readonly TimeZoneInfo _zone;

    private ZonePeriods(TimeZoneInfo zone) => _zone = zone;

    /// <summary>The periods of a zone by its IANA id.</summary>
    /// <exception cref="TimeZoneNotFoundException">This machine does not know the zone.</exception>
    public static ZonePeriods Of(string zone) =>
        Known.GetOrAdd(zone, static id => new ZonePeriods(TimeZoneInfo.FindSystemTimeZoneById(id)));

    /// <summary>The period that a moment lies in.</summary>
    public ZonePeriod At(DateTime utc)
    {
        var start = FirstMomentOf(utc.Year);
        foreach (var change in _changes.GetOrAdd(utc.Year, FindChanges))
        {
            if (change > utc)
            {
                return new ZonePeriod(start, change, _zone.GetUtcOffset(utc));
            }

            start = change;
        }

        return new ZonePeriod(start, FirstMomentOf(utc.Year + 1), _zone.GetUtcOffset(utc));
    }

    /// <summary>The first moment of a year; the last that there is for the year after the last.</summary>
    private static DateTime FirstMomentOf(int year) =>
        year > DateTime.MaxValue.Year
            ? DateTime.SpecifyKind(DateTime.MaxValue, DateTimeKind.Utc)
            : new DateTime(year, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    /// <summary>Looks at each day of a year: no zone changes twice within one.</summary>
    private DateTime[] FindChanges(int year)
    {
        var changes = new List<DateTime>();
        var end = FirstMomentOf(year + 1);
        for (var day = FirstMomentOf(year); end - day >= Day; day += Day)
        {
            if (_zone.GetUtcOffset(day) != _zone.GetUtcOffset(day + Day))
            {
                changes.Add(FindChange(day, day + Day));
            }
        }

        return [.. changes];
    }

    /// <summary>The first second with the offset that the zone has at the later moment.</summary>
    private DateTime FindChange(DateTime earlier, DateTime later)
    {
        var offset = _zone.GetUtcOffset(later);
        while (later - earlier > TimeSpan.FromSeconds(1))
        {
            var middle = earlier.AddSeconds(Math.Floor((later - earlier).TotalSeconds / 2));
            (earlier, later) = _zone.GetUtcOffset(middle) == offset ? (earlier, middle) : (middle, later);
        }

        return later;
    }
}
