namespace FlowFunctions.Steps.QueueSend;

/// <summary>Error codes of the <c>queue.send</c> step.</summary>
public static class QueueErrorCodes
{
    /// <summary>The queue's name is none, or is reserved; never retried.</summary>
    public const string Name = "Queue.Name";

    /// <summary>The message does not fit its format; never retried.</summary>
    public const string MessageInvalid = "Queue.MessageInvalid";

    /// <summary>The message is larger than a queue takes; never retried.</summary>
    public const string MessageTooLarge = "Queue.MessageTooLarge";

    /// <summary>There is no storage account; never retried.</summary>
    public const string NotConfigured = "Queue.NotConfigured";

    /// <summary>The storage account refused the message; never retried.</summary>
    public const string Refused = "Queue.Refused";

    /// <summary>The storage account did not answer, or has too much to do.</summary>
    public const string Unavailable = "Queue.Unavailable";
}
