using FlowFunctions.App.Problems;
using FlowFunctions.Secrets.Vaults;

namespace FlowFunctions.App.Secrets;

/// <summary>An app that keeps nothing on its machine, and was told of no vault: its only secrets are in the settings.</summary>
internal sealed class NoVault : ISecretVault
{
    public ValueTask<Secret?> FindAsync(
        SecretScope scope,
        SecretName name,
        CancellationToken cancellationToken = default
    ) => new((Secret?)null);

    public Task<SecretInfo> SetAsync(
        SecretScope scope,
        SecretName name,
        string value,
        CancellationToken cancellationToken = default
    ) => throw Missing();

    public Task<bool> DeleteAsync(SecretScope scope, SecretName name, CancellationToken cancellationToken = default) =>
        Task.FromResult(false);

    public Task<SecretInfo?> RecoverAsync(
        SecretScope scope,
        SecretName name,
        CancellationToken cancellationToken = default
    ) => Task.FromResult<SecretInfo?>(null);

    public IAsyncEnumerable<SecretInfo> ListAsync(
        SecretScope scope,
        bool deleted = false,
        CancellationToken cancellationToken = default
    ) => AsyncEnumerable.Empty<SecretInfo>();

    private static ProblemException Missing() =>
        new(
            Problem.Conflict(
                "Secret.NoVault",
                "This app has no vault to keep secrets in. Set FLOW_KEY_VAULT to the address of an Azure Key Vault, or give the value with the "
                    + "setting FLOW_SECRET__NAME."
            )
        );
}
