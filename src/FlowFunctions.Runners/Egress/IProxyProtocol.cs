namespace FlowFunctions.Runners.Egress;

/// <summary>How a script asks for a connection.</summary>
internal interface IProxyProtocol
{
    /// <summary>Reads what it wants.</summary>
    /// <exception cref="EgressException">It is not understood.</exception>
    /// <returns>Where it wants to go, or null when it has gone.</returns>
    Task<Target?> ReadAsync(CancellationToken cancellationToken);

    /// <summary>Tells it that it is connected, or carries its request to the server.</summary>
    Task ConnectedAsync(Peer server, CancellationToken cancellationToken);

    /// <summary>Carries the beginning of what the server says, if that is not just handed on; at the same time as the script goes on speaking.</summary>
    Task AnswerAsync(Peer server, CancellationToken cancellationToken);

    /// <summary>Tells it why it is not.</summary>
    Task FailedAsync(EgressException failure, CancellationToken cancellationToken);
}
