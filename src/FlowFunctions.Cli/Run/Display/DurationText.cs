using System.Globalization;

namespace FlowFunctions.Cli.Run.Display;

/// <summary>Durations as people read them: <c>85ms</c>, <c>1.2s</c>, <c>2m 05s</c>, <c>3h 07m</c>.</summary>
internal static class DurationText
{
    public static string Of(TimeSpan duration) =>
        string.Create(
            CultureInfo.InvariantCulture,
            duration switch
            {
                { TotalSeconds: < 0 } => $"0ms",
                { TotalSeconds: < 1 } => $"{(int)duration.TotalMilliseconds}ms",
                { TotalMinutes: < 1 } => $"{Math.Floor(duration.TotalSeconds * 10) / 10:0.0}s",
                { TotalHours: < 1 } => $"{duration.Minutes}m {duration.Seconds:00}s",
                _ => $"{(int)duration.TotalHours}h {duration.Minutes:00}m",
            }
        );
}
