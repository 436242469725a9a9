namespace FlowFunctions.App.Triggers.Schedules;

/// <summary>Runs the schedules for most of a minute when a Functions host calls, and for a moment when nothing is due in it.</summary>
internal sealed class ScheduleTick(Scheduler scheduler, TimeProvider time)
{
    /// <summary>The rest of the minute is for the call's way, so that calls do not run into each other.</summary>
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(50);

    /// <summary>Starts what is due and what falls due within the window. Failures are logged, and made up for by the next call.</summary>
    public Task RunAsync(CancellationToken cancellationToken) =>
        scheduler.RunUntilAsync(time.GetUtcNow() + Window, cancellationToken);
}
