using System.Security.Cryptography;
using System.Text;

namespace FlowFunctions.Secrets.Vaults.Local;

/// <summary>The key of a local vault, in a file that only its owner can read.</summary>
/// <param name="Id">Tells which key it is.</param>
/// <param name="Seal">Seals with it.</param>
internal sealed record VaultKey(string Id, RowSeal Seal)
{
    private const int KeyBytes = 32;
    private const int IdBytes = 8;
    private const UnixFileMode Others =
        UnixFileMode.GroupRead
        | UnixFileMode.GroupWrite
        | UnixFileMode.GroupExecute
        | UnixFileMode.OtherRead
        | UnixFileMode.OtherWrite
        | UnixFileMode.OtherExecute;

    /// <summary>Makes a key. Call it with the vault's lock, and only when nothing is sealed yet.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    public static VaultKey Create(string path)
    {
        var key = RandomNumberGenerator.GetBytes(KeyBytes);
        WholeFile.Write(path, Encoding.ASCII.GetBytes(Convert.ToBase64String(key) + "\n"));
        return Of(key);
    }

    /// <summary>Reads the key; null when there is none.</summary>
    /// <exception cref="VaultException">Others can read it, or it is no key.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static VaultKey? Read(string path)
    {
        if (!File.Exists(path))
        {
            return null;
        }

        CheckMode(path);
        var key = Decode(File.ReadAllText(path));
        return key is { Length: KeyBytes }
            ? Of(key)
            : throw new VaultException(
                $"The key file '{path}' of the local vault is damaged. Restore it from a backup; without it no secret can be read.",
                isTransient: false
            );
    }

    private static void CheckMode(string path)
    {
        if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(path) & Others) != 0)
        {
            throw new VaultException(
                $"The key file '{path}' of the local vault can be used by others, so it is not used. Run 'chmod 600 {path}'; when others may "
                    + "have read it, replace all secrets.",
                isTransient: false
            );
        }
    }

    private static byte[]? Decode(string text)
    {
        try
        {
            return Convert.FromBase64String(text);
        }
        catch (FormatException)
        {
            return null;
        }
    }

    private static VaultKey Of(byte[] key)
    {
        // A derived value, of which nobody gets back to the key.
        var id = HMACSHA256.HashData(key, "flowfunctions-vault-key-id"u8);
        return new(Convert.ToHexStringLower(id.AsSpan(0, IdBytes)), new RowSeal(key));
    }
}
