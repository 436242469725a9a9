namespace FlowFunctions.App.Limits;

/// <summary>What there is to know of a limit, whichever workspace it is for.</summary>
/// <param name="Kind">Which it is.</param>
/// <param name="Name">Its name in the API and in settings.</param>
/// <param name="Title">What people call it.</param>
/// <param name="Unit">What it counts.</param>
/// <param name="Summary">What it holds up, for people.</param>
/// <param name="Standard">Its value where neither the settings nor the workspace say one.</param>
internal sealed record Limit(LimitKind Kind, string Name, string Title, string Unit, string Summary, long Standard)
{
    /// <summary>The highest value of any limit: what JavaScript's numbers still hold exactly.</summary>
    public const long Highest = (1L << 53) - 1;

    /// <summary>More requests a second than one process answers.</summary>
    private const long HighestRate = 100_000;

    /// <summary>All of them, in the order of <see cref="LimitKind"/>.</summary>
    public static IReadOnlyList<Limit> All { get; } =
    [
        new(
            LimitKind.CallerRequests,
            "callerRequests",
            "Requests of each caller",
            "requests a second",
            "Requests to the API a second, for each caller.",
            200
        ),
        new(
            LimitKind.WorkspaceRequests,
            "workspaceRequests",
            "Requests of all callers",
            "requests a second",
            "Requests to the API and its webhooks a second, all callers together.",
            1_000
        ),
        new(
            LimitKind.OpenStreams,
            "openStreams",
            "Open streams",
            "streams",
            "Streams of events and logs that are open at once, for each caller.",
            50
        ),
        new(
            LimitKind.OpenRuns,
            "openRuns",
            "Open runs",
            "runs",
            "Runs that have not ended, without those that other runs have called.",
            1_000
        ),
        new(
            LimitKind.StepsPerMinute,
            "stepsPerMinute",
            "Steps a minute",
            "steps a minute",
            "Step attempts that begin in a minute; the others wait for their turn.",
            10_000
        ),
        new(
            LimitKind.StorageBytes,
            "storage",
            "Storage",
            "bytes",
            "Files with their versions, and logs of steps.",
            10L * 1024 * 1024 * 1024
        ),
        new(
            LimitKind.ScriptSeconds,
            "scriptSeconds",
            "Time of scripts",
            "seconds a day",
            "Time that scripts run, from midnight to midnight (UTC).",
            36_000
        ),
    ];

    /// <summary>The highest value that anybody may set.</summary>
    public long Most =>
        Kind is LimitKind.CallerRequests or LimitKind.WorkspaceRequests or LimitKind.OpenStreams
            ? HighestRate
            : Highest;

    /// <summary>The limit of a kind.</summary>
    public static Limit Of(LimitKind kind) => All[(int)kind];

    /// <summary>The limit of that name, or null.</summary>
    public static Limit? Find(string name) =>
        All.FirstOrDefault(limit => limit.Name.Equals(name, StringComparison.OrdinalIgnoreCase));
}
