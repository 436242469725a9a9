using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using FlowFunctions.App.Approvals;

namespace FlowFunctions.App.Links;

/// <summary>
/// Texts in links that only this installation can have made: their content and an HMAC-SHA256 (RFC 2104) of it, each in base64url, joined by a
/// dot. They are not secret from those who hold them, but nobody else can make or change one.
/// </summary>
internal sealed class SignedTexts(ApprovalKeys keys)
{
    private const int MaxLength = 8 * 1024;

    /// <summary>Makes a text.</summary>
    /// <param name="purpose">What it is for: a text for one purpose is none for another.</param>
    /// <param name="content">What it says.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async ValueTask<string> SignAsync(string purpose, byte[] content, CancellationToken cancellationToken)
    {
        var text = Base64Url.EncodeToString(content);
        var key = await keys.GetAsync(cancellationToken);
        return $"{text}.{Base64Url.EncodeToString(Mac(key, purpose, text))}";
    }

    /// <summary>Reads a text; null for one that was not made here, or for another purpose.</summary>
    public async ValueTask<byte[]?> ReadAsync(string purpose, string signed, CancellationToken cancellationToken)
    {
        var dot = signed.IndexOf('.', StringComparison.Ordinal);
        if (signed.Length > MaxLength || dot < 0 || !Base64Url.IsValid(signed.AsSpan(dot + 1)))
        {
            return null;
        }

        var text = signed[..dot];
        var key = await keys.GetAsync(cancellationToken);
        return CryptographicOperations.FixedTimeEquals(
            Mac(key, purpose, text),
            Base64Url.DecodeFromChars(signed.AsSpan(dot + 1))
        )
            ? Base64Url.DecodeFromChars(text)
            : null;
    }

    private static byte[] Mac(byte[] key, string purpose, string text) =>
        HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(purpose + text));
}
