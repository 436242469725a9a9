namespace FlowFunctions.Engine.Embedded.Admission;

/// <summary>What runs are counted by.</summary>
/// <param name="Workspace">The tenant.</param>
/// <param name="FlowId">The flow.</param>
/// <param name="Value">The value of the flow's key for a run, canonical JSON; empty without a key.</param>
internal readonly record struct AdmissionKey(string Workspace, string FlowId, string Value);

/// <summary>A run's place among those of its key, taken or waited for. Only <see cref="AdmissionTable"/> changes it.</summary>
/// <param name="runId">The run.</param>
/// <param name="key">What it is counted by.</param>
/// <param name="limit">How many of the key may be open at once for this run to be admitted.</param>
/// <param name="caller">The place of the run that called it or of a run above that, or null.</param>
internal sealed class AdmissionTicket(string runId, AdmissionKey key, int limit, AdmissionTicket? caller)
{
    public string RunId => runId;

    public AdmissionKey Key => key;

    public int Limit => limit;

    /// <summary>Whether it counts as open.</summary>
    public bool IsAdmitted { get; set; }

    /// <summary>Its place in the queue, or null when it does not wait.</summary>
    public LinkedListNode<AdmissionTicket>? Node { get; set; }

    /// <summary>Rises from one that joins a queue to the next, so that the order can be found again after a restart; 0 if it never waited.</summary>
    public long Rank { get; set; }

    /// <summary>Whether this run or one above it is counted by a key: then waiting for it could be waiting for itself.</summary>
    public bool Holds(AdmissionKey other) => key == other || caller?.Holds(other) == true;
}
