using System.Diagnostics.Metrics;

namespace FlowFunctions.App.Runs.Callbacks;

/// <summary>Counts the tries to tell receivers of ends (docs/observability.md).</summary>
internal static class CallbackMetrics
{
    private static readonly Meter Meter = new("FlowFunctions");

    private static readonly Counter<long> Tries = Meter.CreateCounter<long>(
        "flow.callback.tries",
        "{request}",
        "Tries to tell a receiver of a run's end, by what came of them."
    );

    /// <summary>A receiver was called.</summary>
    public static void Tried(string outcome) => Tries.Add(1, new KeyValuePair<string, object?>("outcome", outcome));
}
