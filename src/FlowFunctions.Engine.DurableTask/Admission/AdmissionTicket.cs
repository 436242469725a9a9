namespace FlowFunctions.Engine.DurableTask.Admission;

/// <summary>A run's request for a place.</summary>
/// <param name="Key">What it is counted by.</param>
/// <param name="RunId">The run.</param>
/// <param name="Limit">How many of the key may be open for it to be admitted.</param>
/// <param name="MaxQueued">How many may wait before it; 0 for a run that must not wait.</param>
internal sealed record AdmissionTicket(AdmissionKey Key, string RunId, int Limit, int MaxQueued)
{
    /// <summary>Whether it may wait at all.</summary>
    public bool MayWait => MaxQueued > 0;
}
