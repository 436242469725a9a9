namespace FlowFunctions.Storage.Queues;

/// <summary>Tells which queue has got a message.</summary>
/// <param name="queue">The queue's name in the storage account.</param>
public sealed class QueueSentEventArgs(string queue) : EventArgs
{
    /// <summary>The queue's name in the storage account.</summary>
    public string Queue => queue;
}
