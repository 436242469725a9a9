namespace FlowFunctions.Cli.SignIn.Credentials;

/// <summary>A token or API key that somebody gave for this command only.</summary>
/// <param name="token">It.</param>
/// <param name="advice">What people do when a server does not take it.</param>
internal sealed class GivenCredential(string token, string advice) : ICredential
{
    /// <inheritdoc/>
    public string Advice => advice;

    /// <inheritdoc/>
    public ValueTask<string?> GetAsync(CancellationToken cancellationToken) => new(token);

    /// <inheritdoc/>
    public ValueTask<string?> RenewAsync(string? refused, CancellationToken cancellationToken) => new((string?)null);
}
