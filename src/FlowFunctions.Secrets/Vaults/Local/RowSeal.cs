using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace FlowFunctions.Secrets.Vaults.Local;

/// <summary>Seals rows with AES-256-GCM (NIST SP 800-38D); what a row says in the open is its associated data.</summary>
/// <param name="key">The key: 32 bytes.</param>
internal sealed class RowSeal(byte[] key)
{
    private const int NonceBytes = 12;
    private const int TagBytes = 16;

    /// <summary>The row with its sealed value.</summary>
    public VaultRow Seal(VaultRow row, string value)
    {
        var plain = Encoding.UTF8.GetBytes(value);
        var sealedBytes = new byte[NonceBytes + plain.Length + TagBytes];
        var nonce = sealedBytes.AsSpan(0, NonceBytes);
        RandomNumberGenerator.Fill(nonce);
        using var aes = new AesGcm(key, TagBytes);
        aes.Encrypt(
            nonce,
            plain,
            sealedBytes.AsSpan(NonceBytes, plain.Length),
            sealedBytes.AsSpan(NonceBytes + plain.Length),
            AssociatedData(row)
        );
        CryptographicOperations.ZeroMemory(plain);
        return row with { Sealed = sealedBytes };
    }

    /// <summary>The row's value.</summary>
    /// <exception cref="CryptographicException">The row is not as it was sealed.</exception>
    public string Open(VaultRow row)
    {
        if (row.Sealed.Length < NonceBytes + TagBytes)
        {
            throw new CryptographicException("The sealed value is too short.");
        }

        var plain = new byte[row.Sealed.Length - NonceBytes - TagBytes];
        using var aes = new AesGcm(key, TagBytes);
        aes.Decrypt(
            row.Sealed.AsSpan(0, NonceBytes),
            row.Sealed.AsSpan(NonceBytes, plain.Length),
            row.Sealed.AsSpan(NonceBytes + plain.Length),
            plain,
            AssociatedData(row)
        );
        var value = Encoding.UTF8.GetString(plain);
        CryptographicOperations.ZeroMemory(plain);
        return value;
    }

    /// <summary>Each part is escaped, so that no two rows have the same text.</summary>
    private static byte[] AssociatedData(VaultRow row) =>
        Encoding.UTF8.GetBytes(
            string.Join(
                '\n',
                "flowfunctions-secret-1",
                Uri.EscapeDataString(row.Workspace),
                Uri.EscapeDataString(row.Environment),
                Uri.EscapeDataString(row.Name),
                row.Version.ToString(CultureInfo.InvariantCulture),
                Ticks(row.CreatedAt),
                Ticks(row.UpdatedAt),
                Ticks(row.DeletedAt)
            )
        );

    private static string Ticks(DateTimeOffset? time) => time?.UtcTicks.ToString(CultureInfo.InvariantCulture) ?? "-";
}
