using System.Globalization;
using FlowFunctions.App.Settings;
using FlowFunctions.Engine.DurableTask;

namespace FlowFunctions.App.Durable;

/// <summary>How runs on a Durable Task backend are healed, and for how long ended ones stay there.</summary>
internal sealed record TendingSettings
{
    private const string Prefix = "Engine__DurableTask__";
    private const int MostRewinds = 100;
    private static readonly DurableEngineOptions Default = new();

    // Who is rewound asks the runs that it called how they have ended.
    private static readonly TimeSpan LeastKept = TimeSpan.FromHours(1);
    private static readonly TimeSpan MostKept = TimeSpan.FromDays(365);

    /// <summary>How long an ended instance stays in the backend: 1 hour to 365 days.</summary>
    public TimeSpan KeepEnded { get; init; } = Default.KeepEnded;

    /// <summary>How often a run is let go on that the host failed: 0 to 100 times.</summary>
    public int MaxRewinds { get; init; } = Default.MaxRewinds;

    /// <summary>Reads the settings.</summary>
    /// <exception cref="SettingException">One of them is out of its range.</exception>
    public static TendingSettings Read(SettingValues values) =>
        new()
        {
            KeepEnded = KeepEndedOf(values.Find(Prefix + nameof(KeepEnded))),
            MaxRewinds = MaxRewindsOf(values.Find(Prefix + nameof(MaxRewinds))),
        };

    private static TimeSpan KeepEndedOf(string? text) =>
        text is null ? Default.KeepEnded
        : TimeSpan.TryParseExact(text, "c", CultureInfo.InvariantCulture, out var time)
        && time >= LeastKept
        && time <= MostKept
            ? time
        : throw new SettingException(
            $"{Prefix}{nameof(KeepEnded)} is '{text}'. Set a time from 01:00:00 (an hour) to 365.00:00:00 (days, hours, minutes, seconds)."
        );

    private static int MaxRewindsOf(string? text) =>
        text is null ? Default.MaxRewinds
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count <= MostRewinds
            ? count
        : throw new SettingException(
            $"{Prefix}{nameof(MaxRewinds)} is '{text}'. Set a number from 0 to {MostRewinds}."
        );
}
