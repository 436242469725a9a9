namespace FlowFunctions.Engine.Embedded;

/// <summary>A run that waits for admission.</summary>
/// <param name="RunId">The run.</param>
/// <param name="FlowId">Its flow.</param>
/// <param name="Workspace">Its tenant.</param>
/// <param name="Key">The value of its flow's <c>settings.concurrency.key</c> as JSON; empty without a key.</param>
/// <param name="Since">Since when it waits.</param>
/// <param name="Place">Its place in the queue of its key, from 1; 0 when it is paused and so not in the queue.</param>
public sealed record QueuedRunInfo(
    string RunId,
    string FlowId,
    string Workspace,
    string Key,
    DateTimeOffset Since,
    int Place
);
