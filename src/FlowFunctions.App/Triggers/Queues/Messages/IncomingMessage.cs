namespace FlowFunctions.App.Triggers.Queues.Messages;

/// <summary>A message that has come, whoever took it from its queue.</summary>
/// <param name="Id">Its id, the same each time that it comes.</param>
/// <param name="Text">Its text as it is stored.</param>
/// <param name="InsertedAt">When the queue took it.</param>
/// <param name="Count">How often it has come, this time included.</param>
internal sealed record IncomingMessage(string Id, string Text, DateTimeOffset InsertedAt, long Count)
{
    /// <summary>Whether somebody may have started its run before.</summary>
    public bool MayHaveBegun => Count > 1;
}
