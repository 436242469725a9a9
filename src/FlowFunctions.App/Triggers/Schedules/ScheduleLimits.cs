namespace FlowFunctions.App.Triggers.Schedules;

/// <summary>Numbers that schedules are kept within (docs/schedules.md).</summary>
internal static class ScheduleLimits
{
    /// <summary>A time counts as missed when the scheduler gets to it so much later than its run should start.</summary>
    public static readonly TimeSpan Tolerance = TimeSpan.FromMinutes(2);

    /// <summary>What <c>missed: runAll</c> makes up for at most, and how many times of a schedule may wait while no run can be started.</summary>
    public const int MaxMissed = 1_000;

    /// <summary>How many times of a schedule may wait for the end of the run before.</summary>
    public const int MaxWaiting = 100;

    /// <summary>How far the clocks of two processes may be apart.</summary>
    public static readonly TimeSpan ClockDifference = TimeSpan.FromMinutes(1);
}
