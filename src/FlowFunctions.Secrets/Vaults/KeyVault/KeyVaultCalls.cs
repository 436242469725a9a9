using Azure;
using Azure.Identity;

namespace FlowFunctions.Secrets.Vaults.KeyVault;

/// <summary>Makes calls within the time limit, and tells what went wrong in this project's words.</summary>
/// <param name="address">The vault.</param>
/// <param name="limit">The time limit.</param>
internal sealed class KeyVaultCalls(Uri address, TimeSpan limit)
{
    private const int Conflict = 409;
    private const int Throttled = 429;

    /// <summary>Makes a call.</summary>
    /// <exception cref="VaultException">It failed.</exception>
    public async Task<T> CallAsync<T>(Func<CancellationToken, Task<T>> call, CancellationToken cancellationToken)
    {
        using var limited = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limited.CancelAfter(limit);
        try
        {
            return await call(limited.Token);
        }
        catch (Exception exception) when (Explain(exception, cancellationToken) is { } explained)
        {
            throw explained;
        }
    }

    private VaultException? Explain(Exception exception, CancellationToken cancellationToken) =>
        exception switch
        {
            OperationCanceledException when !cancellationToken.IsCancellationRequested => Transient(
                $"has not answered for {limit.TotalSeconds} seconds",
                exception
            ),
            RequestFailedException { Status: 401 or 403 } failed => Refused(failed),
            RequestFailedException { Status: Throttled } => Transient("is asked too often", exception),
            RequestFailedException { Status: 0 or 408 or >= 500 } => Transient("cannot be reached", exception),
            RequestFailedException { Status: Conflict } => Transient(
                "still deletes or recovers this secret",
                exception
            ),
            RequestFailedException failed => Failed($"answers {failed.Status} ({failed.ErrorCode})", exception),

            // The last of several tries that all failed on the way.
            AggregateException => Transient("cannot be reached", exception),
            CredentialUnavailableException => Failed(
                "cannot be asked, because this app has no identity. Give it a managed identity, or sign in with 'az login'",
                exception
            ),
            AuthenticationFailedException => Transient(
                "cannot be asked, because the app's identity got no token",
                exception
            ),
            _ => null,
        };

    private VaultException Refused(RequestFailedException exception) =>
        Failed(
            $"refuses this app ({exception.Status}, {exception.ErrorCode}). Give its identity the role 'Key Vault Secrets Officer' "
                + "and let the app's network in",
            exception
        );

    private VaultException Transient(string what, Exception cause) =>
        new($"The key vault {address.Host} {what}. Try again later.", isTransient: true, cause);

    private VaultException Failed(string what, Exception cause) =>
        new($"The key vault {address.Host} {what}.", isTransient: false, cause);
}
