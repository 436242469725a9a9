namespace FlowFunctions.Flows.Triggers.Schedules;

/// <summary>A time in which a zone's clocks keep their distance from UTC.</summary>
/// <param name="Start">Its first moment, in UTC.</param>
/// <param name="End">The first moment after it, in UTC.</param>
/// <param name="Offset">What clocks are ahead of UTC.</param>
internal readonly record struct ZonePeriod(DateTime Start, DateTime End, TimeSpan Offset)
{
    /// <summary>What clocks show at a moment.</summary>
    public DateTime WallAt(DateTime utc) => DateTime.SpecifyKind(utc, DateTimeKind.Unspecified) + Offset;

    /// <summary>The moment at which clocks show a time, which may lie outside of the period.</summary>
    public DateTime MomentOf(DateTime wall) => DateTime.SpecifyKind(wall, DateTimeKind.Utc) - Offset;
}
