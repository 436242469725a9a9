using System.Collections.Frozen;
using System.Globalization;

namespace FlowFunctions.Secrets.Vaults.Local;

/// <summary>A secret in memory.</summary>
/// <param name="Row">As it stands in the file.</param>
/// <param name="Name">Its name.</param>
/// <param name="Value">Its value.</param>
internal sealed record LocalEntry(VaultRow Row, SecretName Name, string Value)
{
    /// <summary>How long a deleted secret can be recovered.</summary>
    public static readonly TimeSpan Recovery = TimeSpan.FromDays(90);

    /// <summary>Whose it is.</summary>
    public SecretScope Scope => new(Row.Workspace, Row.Environment);

    /// <summary>Whether it is deleted.</summary>
    public bool IsDeleted => Row.DeletedAt is not null;

    /// <summary>When it is gone for good.</summary>
    public DateTimeOffset? PurgeAt => Row.DeletedAt + Recovery;

    /// <summary>What may be shown of it.</summary>
    public SecretInfo Info { get; } =
        new(Name, Row.Version.ToString(CultureInfo.InvariantCulture), Row.CreatedAt, Row.UpdatedAt)
        {
            DeletedAt = Row.DeletedAt,
            PurgeAt = Row.DeletedAt + Recovery,
        };

    /// <summary>The secret.</summary>
    public Secret Secret => field ??= new(Info, Value);

    /// <inheritdoc/>
    public override string ToString() => $"secret {Name}";
}

/// <summary>What a vault's file holds, opened.</summary>
/// <param name="Stamp">Which state of the file it is; null when it must be read again in any case.</param>
/// <param name="Entries">The secrets.</param>
internal sealed record VaultContent(
    FileStamp? Stamp,
    FrozenDictionary<(SecretScope Scope, SecretName Name), LocalEntry> Entries
)
{
    /// <summary>No secrets.</summary>
    public static VaultContent Nothing(FileStamp? stamp) =>
        new(stamp, FrozenDictionary<(SecretScope Scope, SecretName Name), LocalEntry>.Empty);

    /// <summary>A secret that is there or can be recovered.</summary>
    public LocalEntry? Find(SecretScope scope, SecretName name, DateTimeOffset now) =>
        Entries.TryGetValue((scope, name), out var entry) && !(entry.PurgeAt <= now) ? entry : null;
}
