namespace FlowFunctions.Cli.Run.Display;

/// <summary>Durations as people read them: <c>85ms</c>, <c>1.2s</c>, <c>2m 05s</c>, <c>3h 07m</c>.</summary>
internal static class DurationText
{
    public static string Of(TimeSpan duration) =>
        duration switch
        {
            { Ticks: < 0 } => "0ms",
            { TotalSeconds: < 1 } => $"{duration.Milliseconds}ms",
            { TotalMinutes: < 1 } => $"{duration.Seconds}.{duration.Milliseconds / 100}s",
            { TotalHours: < 1 } => $"{duration.Minutes}m {duration.Seconds:00}s",
            _ => $"{(int)duration.TotalHours}h {duration.Minutes:00}m",
        };
}
