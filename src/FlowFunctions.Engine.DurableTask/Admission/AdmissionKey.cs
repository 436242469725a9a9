using FlowFunctions.Engine.Runs;

namespace FlowFunctions.Engine.DurableTask.Admission;

/// <summary>What runs are counted by under <c>settings.concurrency</c>.</summary>
/// <param name="Workspace">The tenant.</param>
/// <param name="FlowId">The flow.</param>
/// <param name="Value">The value of the flow's key for a run, canonical JSON of at most 1,024 bytes; empty without a key.</param>
public readonly record struct AdmissionKey(string Workspace, string FlowId, string Value)
{
    /// <summary>What a run is counted by, or null when nothing limits it.</summary>
    internal static AdmissionKey? Of(string flowId, RunStart start) =>
        start.ConcurrencyKey is { } value ? new AdmissionKey(start.Workspace, flowId, value) : null;
}
