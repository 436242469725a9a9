using FlowFunctions.App.Hosting;

namespace FlowFunctions.App.Runs.Start;

/// <summary>How processes that have journals of their own agree on who starts the run of a key.</summary>
/// <param name="Starter">This process; null where any process may start a run, because all of them see that it has begun.</param>
internal sealed record ClaimSettings(string? Starter)
{
    /// <summary>How long a claim is its starter's before others doubt it, and then until they take it over; 15 s by default.</summary>
    public TimeSpan Lease { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>How long a starter takes at most, so that its start has ended before its lease does.</summary>
    public TimeSpan StartLimit => Lease * 0.7;

    /// <summary>The settings for the app's engine: the embedded one has a journal that no other process reads.</summary>
    public static ClaimSettings For(AppSettings settings, AppIdentity identity) =>
        new(settings is { FunctionsHost: null, Backend: null } ? identity.Name : null);
}
