namespace FlowFunctions.Storage.Queues;

/// <summary>A message that the Queue service has taken.</summary>
/// <param name="Id">Its id.</param>
/// <param name="InsertedAt">When it was taken, by the service's clock.</param>
public readonly record struct SentMessage(string Id, DateTimeOffset InsertedAt);
