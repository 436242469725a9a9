using System.Globalization;

namespace FlowFunctions.Storage.Audit;

/// <summary>Where an entry stands among all of its workspace; the newest comes first.</summary>
/// <param name="At">When it was.</param>
/// <param name="Stream">Its stream.</param>
/// <param name="Sequence">Its place in the stream.</param>
public readonly record struct AuditPosition(DateTimeOffset At, string Stream, int Sequence) : IComparable<AuditPosition>
{
    private const char Separator = '-';

    /// <inheritdoc/>
    public int CompareTo(AuditPosition other) =>
        (other.At.UtcTicks.CompareTo(At.UtcTicks), string.CompareOrdinal(Stream, other.Stream)) switch
        {
            (not 0 and var byTime, _) => byTime,
            (_, not 0 and var byStream) => byStream,
            _ => other.Sequence.CompareTo(Sequence),
        };

    /// <summary>As one text.</summary>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{At.UtcTicks}{Separator}{Stream}{Separator}{Sequence}");

    /// <summary>Reads what <see cref="ToString"/> has written; null for anything else.</summary>
    public static AuditPosition? Parse(string text) =>
        text.Split(Separator) is [var at, { Length: > 0 } stream, var sequence]
        && long.TryParse(at, NumberStyles.None, CultureInfo.InvariantCulture, out var ticks)
        && ticks <= DateTimeOffset.MaxValue.UtcTicks
        && int.TryParse(sequence, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? new(new DateTimeOffset(ticks, TimeSpan.Zero), stream, number)
            : null;

    /// <inheritdoc cref="CompareTo"/>
    public static bool operator <(AuditPosition left, AuditPosition right) => left.CompareTo(right) < 0;

    /// <inheritdoc cref="CompareTo"/>
    public static bool operator >(AuditPosition left, AuditPosition right) => left.CompareTo(right) > 0;

    /// <inheritdoc cref="CompareTo"/>
    public static bool operator <=(AuditPosition left, AuditPosition right) => left.CompareTo(right) <= 0;

    /// <inheritdoc cref="CompareTo"/>
    public static bool operator >=(AuditPosition left, AuditPosition right) => left.CompareTo(right) >= 0;
}
