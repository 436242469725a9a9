using System.Globalization;

namespace FlowFunctions.App.Events;

/// <summary>
/// Ids of events: what this process is known by and a number that only grows in it. So an id of an earlier process, or of events that
/// are not kept any more, is recognised and never mistaken for another.
/// </summary>
internal sealed class EventIds(TimeProvider time)
{
    /// <summary>Behind the id of the last event of a run: whoever comes back with it has seen everything.</summary>
    private const string EndMark = "-end";

    private readonly string _process = time.GetUtcNow()
        .ToUnixTimeMilliseconds()
        .ToString("x", CultureInfo.InvariantCulture);
    private long _last;

    /// <summary>The next number.</summary>
    public long Next() => Interlocked.Increment(ref _last);

    /// <summary>The id of an event as it is sent.</summary>
    public string Format(LiveEvent told) => Format(told.Number) + (told.Name == EventNames.End ? EndMark : "");

    /// <summary>The id behind which a reader goes on.</summary>
    public string Format(long number) => string.Create(CultureInfo.InvariantCulture, $"{_process}-{number}");

    /// <summary>The number in an id of this process, else null.</summary>
    public long? NumberOf(string? id)
    {
        if (id is null || !id.StartsWith(_process, StringComparison.Ordinal))
        {
            return null;
        }

        var number = id.AsSpan(_process.Length);
        number = IsEnd(id) ? number[..^EndMark.Length] : number;
        return
            number is ['-', .. var digits]
            && long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var value)
            ? value
            : null;
    }

    /// <summary>Whether an id, of whatever process, is that of a run's last event.</summary>
    public static bool IsEnd(string? id) => id?.EndsWith(EndMark, StringComparison.Ordinal) == true;
}
