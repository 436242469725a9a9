namespace FlowFunctions.App.Triggers.Queues.Messages;

/// <summary>What becomes of the messages of one queue.</summary>
internal interface IMessageConsumer
{
    /// <summary>The queue's name in the storage account.</summary>
    string Queue { get; }

    /// <summary>Where messages go that cannot be used: a queue's name in the storage account.</summary>
    string PoisonQueue { get; }

    /// <summary>The flow that the messages are for; null when each names one.</summary>
    string? FlowId { get; }

    /// <summary>The trigger that the messages are for, by its id in the flow; null when there is none.</summary>
    string? TriggerId { get; }

    /// <summary>How many messages are fetched at once, 1 to 32.</summary>
    int Batch { get; }

    /// <summary>After so many failed tries a message goes to the poison queue.</summary>
    int MaxTries { get; }

    /// <summary>Whether messages are wanted now.</summary>
    bool IsActive { get; }

    /// <summary>Starts the run of a message; when the call returns, the message is not needed any more.</summary>
    /// <param name="message">The message. It may have been taken before, by anybody.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="Exception">The run was not started.</exception>
    ValueTask StartAsync(IncomingMessage message, CancellationToken cancellationToken);
}
