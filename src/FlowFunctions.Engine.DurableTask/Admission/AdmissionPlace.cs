namespace FlowFunctions.Engine.DurableTask.Admission;

/// <summary>Where a run stands.</summary>
/// <param name="Place">Its place in the queue, from 1; 0 when it does not wait.</param>
/// <param name="Open">Runs of its key that are open.</param>
internal readonly record struct AdmissionPlace(int Place, int Open);
