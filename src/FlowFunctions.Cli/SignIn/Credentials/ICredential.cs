using FlowFunctions.Cli.Server;

namespace FlowFunctions.Cli.SignIn.Credentials;

/// <summary>What tells a server who calls.</summary>
internal interface ICredential
{
    /// <summary>What people do when a server does not take it.</summary>
    string Advice { get; }

    /// <summary>What is sent after <c>Bearer</c>; null for nothing.</summary>
    /// <exception cref="InvalidUseException">It cannot be read, or it has ended.</exception>
    /// <exception cref="ServerUnavailableException">It has ended, and the issuer gives no other now.</exception>
    ValueTask<string?> GetAsync(CancellationToken cancellationToken);

    /// <summary>Gets another one in the place of one that the server has refused.</summary>
    /// <returns>The other one; null when there is none.</returns>
    /// <inheritdoc cref="GetAsync"/>
    ValueTask<string?> RenewAsync(string? refused, CancellationToken cancellationToken);
}
