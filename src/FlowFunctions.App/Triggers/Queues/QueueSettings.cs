using System.Globalization;
using FlowFunctions.App.Settings;

namespace FlowFunctions.App.Triggers.Queues;

/// <summary>How queues are read.</summary>
internal sealed record QueueSettings
{
    private const string Prefix = "Queues__";
    private const int MostParallel = 64;
    private static readonly TimeSpan LeastPause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan MostPause = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan LeastVisibility = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan MostVisibility = TimeSpan.FromMinutes(10);

    /// <summary>The first pause after a look into an empty queue; it doubles with each that is empty, too.</summary>
    public TimeSpan FirstPause { get; init; } = LeastPause;

    /// <summary>The longest pause between two looks: 100 ms to a minute.</summary>
    public TimeSpan LongestPause { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long a message is held for, and held again as long as its run is being started: 3 s to 10 minutes.</summary>
    public TimeSpan Visibility { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How many runs of one queue are started at the same time: 1 to 64.</summary>
    public int Parallel { get; init; } = 16;

    /// <summary>The pause after a message's first failed try; it doubles with each, up to <see cref="LongestRetry"/>.</summary>
    public TimeSpan FirstRetry { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>The longest pause between two tries of a message.</summary>
    public TimeSpan LongestRetry { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>Reads the settings.</summary>
    /// <exception cref="SettingException">One of them is out of its range.</exception>
    public static QueueSettings Read(SettingValues values)
    {
        var defaults = new QueueSettings();
        return new QueueSettings
        {
            LongestPause = Time(values, nameof(LongestPause), defaults.LongestPause, LeastPause, MostPause),
            Visibility = Time(values, nameof(Visibility), defaults.Visibility, LeastVisibility, MostVisibility),
            Parallel = Count(values.Find(Prefix + nameof(Parallel)), defaults.Parallel),
        };
    }

    /// <summary>The pause after a message's failed tries.</summary>
    /// <param name="tries">How often it was tried; 1 or more.</param>
    public TimeSpan RetryAfter(long tries) =>
        FirstRetry * Math.Pow(2, Math.Min(tries - 1, 20)) is var pause && pause < LongestRetry ? pause : LongestRetry;

    /// <summary>The pause after a look that found nothing, or was in vain.</summary>
    /// <param name="before">The pause before it.</param>
    public TimeSpan Longer(TimeSpan before) =>
        before * 2 < FirstPause ? FirstPause
        : before * 2 < LongestPause ? before * 2
        : LongestPause;

    private static TimeSpan Time(
        SettingValues values,
        string name,
        TimeSpan otherwise,
        TimeSpan least,
        TimeSpan most
    ) =>
        values.Find(Prefix + name) is not { } text ? otherwise
        : TimeSpan.TryParseExact(text, "c", CultureInfo.InvariantCulture, out var time) && time >= least && time <= most
            ? time
        : throw new SettingException($"{Prefix}{name} is '{text}'. Set a time from {least:c} to {most:c}.");

    private static int Count(string? text, int otherwise) =>
        text is null ? otherwise
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var count)
        && count is >= 1 and <= MostParallel
            ? count
        : throw new SettingException($"{Prefix}{nameof(Parallel)} is '{text}'. Set a number from 1 to {MostParallel}.");
}
