using System.Diagnostics.Metrics;

namespace FlowFunctions.App.Limits;

/// <summary>Counts what limits have refused or put off (docs/observability.md). Workspaces are no label: there may be many.</summary>
internal static class LimitMetrics
{
    private static readonly Meter Meter = new("FlowFunctions");

    private static readonly Counter<long> Refusals = Meter.CreateCounter<long>(
        "flow.limit.refusals",
        "{refusal}",
        "Requests, starts and steps that a limit has refused or put off."
    );

    /// <summary>A limit has refused something.</summary>
    /// <param name="limit">Which: a name out of a few.</param>
    public static void Refused(string limit) => Refusals.Add(1, new KeyValuePair<string, object?>("limit", limit));
}
