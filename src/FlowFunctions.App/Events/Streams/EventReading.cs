namespace FlowFunctions.App.Events.Streams;

/// <summary>What a reader reads.</summary>
/// <param name="First">What it gets first.</param>
/// <param name="Ring">What it gets then.</param>
/// <param name="After">The number behind which it goes on in the ring.</param>
/// <param name="Wants">Whether it wants an event.</param>
internal sealed record EventReading(
    IReadOnlyList<LiveEvent> First,
    EventRing? Ring,
    long After,
    Predicate<LiveEvent> Wants
)
{
    /// <summary>A reading of everything in a ring.</summary>
    public static readonly Predicate<LiveEvent> All = static _ => true;
}
