using System.Collections.Frozen;
using System.Security.Cryptography;
using System.Text.Json;

namespace FlowFunctions.Secrets.Vaults.Local;

/// <summary>The files of a local vault: sealed secrets, and the key beside them. What cannot be read is never written over.</summary>
/// <param name="folder">The vault's folder.</param>
internal sealed class VaultFile(string folder)
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    private readonly string _path = Path.Combine(folder, "vault.json");
    private readonly string _keyPath = Path.Combine(folder, "vault.key");

    /// <summary>The file that writers lock.</summary>
    public string LockPath { get; } = Path.Combine(folder, "vault.lock");

    /// <summary>The file's state.</summary>
    public FileStamp Stamp => FileStamp.Of(_path);

    /// <summary>Makes the folder, if need be.</summary>
    /// <exception cref="IOException">It cannot be made.</exception>
    public void Prepare()
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(folder);
        }
        else
        {
            Directory.CreateDirectory(folder, OwnerOnly);
        }
    }

    /// <summary>Reads and opens everything.</summary>
    /// <exception cref="VaultException">The file or its key is damaged or missing.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public async Task<VaultContent> ReadAsync(CancellationToken cancellationToken)
    {
        var stamp = Stamp;
        FileStamp? kept = stamp.IsSettled(TimeProvider.System.GetUtcNow().UtcDateTime) ? stamp : null;
        if (stamp.Length < 0)
        {
            return VaultContent.Nothing(kept);
        }

        var document = Parse(await File.ReadAllBytesAsync(_path, cancellationToken));
        var key = KeyFor(document);
        return new(
            kept,
            document.Rows.Select(row => Open(row, key)).ToFrozenDictionary(entry => (entry.Scope, entry.Name))
        );
    }

    /// <summary>The key to seal with; made when there is none yet and nothing is sealed. Call it with the vault's lock.</summary>
    /// <exception cref="VaultException">The key cannot be used, or is lost.</exception>
    public VaultKey KeyToWrite() =>
        File.Exists(_path)
            ? KeyFor(Parse(File.ReadAllBytes(_path)))
            : VaultKey.Read(_keyPath) ?? VaultKey.Create(_keyPath);

    /// <summary>Writes everything. Call it with the vault's lock.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    public void Write(IEnumerable<LocalEntry> entries, VaultKey key)
    {
        var rows = entries
            .Select(static entry => entry.Row)
            .OrderBy(static row => row.Workspace, StringComparer.Ordinal)
            .ThenBy(static row => row.Environment, StringComparer.Ordinal)
            .ThenBy(static row => row.Name, StringComparer.Ordinal);
        var document = new VaultDocument(VaultDocument.CurrentFormat, key.Id, [.. rows]);
        WholeFile.Write(_path, JsonSerializer.SerializeToUtf8Bytes(document, VaultJson.Default.VaultDocument));
    }

    private VaultDocument Parse(byte[] bytes)
    {
        VaultDocument? document;
        try
        {
            document = JsonSerializer.Deserialize(bytes, VaultJson.Default.VaultDocument);
        }
        catch (JsonException exception)
        {
            throw Damaged("it is no vault file", exception);
        }

        return document switch
        {
            { Rows: not null, Format: VaultDocument.CurrentFormat } => document,
            { Rows: not null, Format: > VaultDocument.CurrentFormat } => throw new VaultException(
                $"The local vault '{_path}' was written by a newer FlowFunctions. Use that one, or a newer one.",
                isTransient: false
            ),
            _ => throw Damaged("it is no vault file", cause: null),
        };
    }

    private VaultKey KeyFor(VaultDocument document)
    {
        var key = VaultKey.Read(_keyPath);
        return key?.Id == document.KeyId
            ? key
            : throw new VaultException(
                key is null
                    ? $"The key file '{_keyPath}' of the local vault is missing. Restore it from a backup; or move '{_path}' away to begin "
                        + "with an empty vault."
                    : $"The key file '{_keyPath}' is not the one of the local vault '{_path}'. Restore the one that belongs to it from a backup.",
                isTransient: false
            );
    }

    private LocalEntry Open(VaultRow row, VaultKey key)
    {
        try
        {
            return SecretName.TryParse(row.Name, out var name)
                ? new LocalEntry(row, name, key.Seal.Open(row))
                : throw Damaged("a name in it is none", cause: null);
        }
        catch (CryptographicException exception)
        {
            throw Damaged($"the secret {row.Name} in it is not as it was sealed", exception);
        }
    }

    private VaultException Damaged(string what, Exception? cause) =>
        new(
            $"The local vault '{_path}' is damaged: {what}. It was left as it is. Restore it from a backup, or move it away to begin with an "
                + "empty vault.",
            isTransient: false,
            cause
        );
}
