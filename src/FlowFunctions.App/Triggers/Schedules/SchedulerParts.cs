using FlowFunctions.Storage.Triggers;

namespace FlowFunctions.App.Triggers.Schedules;

/// <summary>What the loop works with.</summary>
/// <param name="Registry">The schedules.</param>
/// <param name="Store">How far they have come.</param>
/// <param name="Gone">Forgets those that are not there any more.</param>
/// <param name="Firing">Starts runs.</param>
/// <param name="Starter">Reads what they start from.</param>
/// <param name="Log">What happened, for people.</param>
/// <param name="Time">The clock.</param>
internal sealed record SchedulerParts(
    TriggerRegistry Registry,
    ScheduleStore Store,
    GoneSchedules Gone,
    ScheduleFiring Firing,
    TriggerStarter Starter,
    ScheduleLog Log,
    TimeProvider Time
)
{
    /// <summary>
    /// Runs that are being started at the same time. The embedded engine flushes starts to the disk together, so many are cheap; another one is
    /// asked over HTTP for each.
    /// </summary>
    public required int StartsAtOnce { get; init; }
}
