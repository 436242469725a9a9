namespace FlowFunctions.App.Runs.Callbacks;

/// <summary>How callbacks are sent.</summary>
internal sealed record CallbackSettings
{
    /// <summary>How long a receiver may take for its answer.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>The pauses between the tries; there is one try more than pauses. Together they are a little under a day.</summary>
    public IReadOnlyList<TimeSpan> Pauses { get; init; } =
    [
        TimeSpan.FromSeconds(5),
        TimeSpan.FromSeconds(30),
        TimeSpan.FromMinutes(2),
        TimeSpan.FromMinutes(10),
        TimeSpan.FromMinutes(30),
        TimeSpan.FromHours(1),
        TimeSpan.FromHours(3),
        TimeSpan.FromHours(6),
        TimeSpan.FromHours(12),
    ];

    /// <summary>Each pause is longer by up to this part of it, so that many that failed together do not come again together.</summary>
    public double Jitter { get; init; } = 0.2;

    /// <summary>The longest pause that a receiver's <c>Retry-After</c> is granted.</summary>
    public TimeSpan LongestPause { get; init; } = TimeSpan.FromHours(24);

    /// <summary>How long a process has for a try before another one may send. Longer than a try can take.</summary>
    public TimeSpan Lease { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How often retries that are due are looked for in memory.</summary>
    public TimeSpan Tick { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How often all callbacks that wait are looked at in storage: what a process left that ended is found then.</summary>
    public TimeSpan LookEvery { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>How many are sent at once by a process.</summary>
    public int AtOnce { get; init; } = 16;

    /// <summary>How many a process remembers to send; what is more is found in storage.</summary>
    public int MaxRemembered { get; init; } = 10_000;

    /// <summary>How many runs are looked at in one round of <see cref="LookEvery"/>; the next round goes on behind them.</summary>
    public int LooksAtOnce { get; init; } = 1_000;

    /// <summary>An output up to this size is sent whole; of a larger one where it is found.</summary>
    public int MaxOutputBytes { get; init; } = 256 * 1024;

    /// <summary>How long it is kept how a callback ended.</summary>
    public TimeSpan KeepEnded { get; init; } = TimeSpan.FromDays(30);

    /// <summary>A callback that is older waits for a run that never came: its start was cut short.</summary>
    public TimeSpan KeepWaiting { get; init; } = TimeSpan.FromDays(366);
}
