namespace FlowFunctions.Secrets.Vaults;

/// <summary>Keeps secrets. Values go in and are given to steps; no API gives them to people. Thread-safe.</summary>
public interface ISecretVault
{
    /// <summary>Finds a secret; answered from memory while the cached value is fresh.</summary>
    /// <param name="scope">Whose.</param>
    /// <param name="name">Its name.</param>
    /// <param name="cancellationToken">Stops the request.</param>
    /// <returns>The secret, or null when there is none (any more).</returns>
    /// <exception cref="VaultException">The vault refuses or cannot be reached.</exception>
    ValueTask<Secret?> FindAsync(SecretScope scope, SecretName name, CancellationToken cancellationToken = default);

    /// <summary>Writes a secret's next version. One that is deleted is recovered with it.</summary>
    /// <param name="scope">Whose.</param>
    /// <param name="name">Its name.</param>
    /// <param name="value">Its value: 1 to 25,600 bytes of UTF-8.</param>
    /// <param name="cancellationToken">Stops the request; it may be written.</param>
    /// <returns>What is known of it now.</returns>
    /// <exception cref="ArgumentException">The value is empty or too long.</exception>
    /// <exception cref="VaultException">The vault refuses or cannot be reached.</exception>
    Task<SecretInfo> SetAsync(
        SecretScope scope,
        SecretName name,
        string value,
        CancellationToken cancellationToken = default
    );

    /// <summary>Deletes a secret; it can be recovered until it is purged by the vault's own time limit.</summary>
    /// <param name="scope">Whose.</param>
    /// <param name="name">Its name.</param>
    /// <param name="cancellationToken">Stops the request; it may be deleted.</param>
    /// <returns>Whether there was one.</returns>
    /// <exception cref="VaultException">The vault refuses or cannot be reached.</exception>
    Task<bool> DeleteAsync(SecretScope scope, SecretName name, CancellationToken cancellationToken = default);

    /// <summary>Brings a deleted secret back.</summary>
    /// <param name="scope">Whose.</param>
    /// <param name="name">Its name.</param>
    /// <param name="cancellationToken">Stops the request; it may be recovered.</param>
    /// <returns>What is known of it now; null when nothing can be recovered.</returns>
    /// <exception cref="VaultException">The vault refuses or cannot be reached.</exception>
    Task<SecretInfo?> RecoverAsync(SecretScope scope, SecretName name, CancellationToken cancellationToken = default);

    /// <summary>What is known of a scope's secrets, by name, without values.</summary>
    /// <param name="scope">Whose.</param>
    /// <param name="deleted">Those that can be recovered, instead of those that are there.</param>
    /// <param name="cancellationToken">Stops the requests.</param>
    /// <exception cref="VaultException">The vault refuses or cannot be reached.</exception>
    IAsyncEnumerable<SecretInfo> ListAsync(
        SecretScope scope,
        bool deleted = false,
        CancellationToken cancellationToken = default
    );
}

/// <summary>Whose secrets.</summary>
/// <param name="Workspace">The tenant.</param>
/// <param name="Environment">The environment, for example <c>prod</c>.</param>
public readonly record struct SecretScope(string Workspace, string Environment)
{
    /// <summary>The environment of an installation that names none.</summary>
    public const string DefaultEnvironment = "default";
}

/// <summary>A secret with its value. It is never written to a log: its text is its name.</summary>
/// <param name="Info">What may be shown of it.</param>
/// <param name="Value">Its value.</param>
public sealed record Secret(SecretInfo Info, string Value)
{
    /// <inheritdoc/>
    public override string ToString() => $"secret {Info.Name}";
}

/// <summary>What may be shown of a secret.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Version">Its version, as the vault names it; empty in a list of a vault that does not tell it there.</param>
/// <param name="CreatedAt">When its first version known to the vault was written.</param>
/// <param name="UpdatedAt">When this version was written.</param>
public sealed record SecretInfo(SecretName Name, string Version, DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt)
{
    /// <summary>When it was deleted; null for one that is there.</summary>
    public DateTimeOffset? DeletedAt { get; init; }

    /// <summary>When a deleted one is gone for good; null when it is there, or when the vault does not tell.</summary>
    public DateTimeOffset? PurgeAt { get; init; }
}
