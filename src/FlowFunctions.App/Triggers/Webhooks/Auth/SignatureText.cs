using System.Security.Cryptography;

namespace FlowFunctions.App.Triggers.Webhooks.Auth;

/// <summary>Signatures as text.</summary>
internal static class SignatureText
{
    /// <summary>Reads 64 hexadecimal digits; null for anything else.</summary>
    public static byte[]? FromHex(string text)
    {
        var bytes = new byte[HMACSHA256.HashSizeInBytes];
        return
            text.Length == 2 * HMACSHA256.HashSizeInBytes
            && Convert.FromHexString(text, bytes, out _, out _) == System.Buffers.OperationStatus.Done
            ? bytes
            : null;
    }

    /// <summary>Reads Base64 of 32 bytes; null for anything else.</summary>
    public static byte[]? FromBase64(string text)
    {
        var bytes = new byte[HMACSHA256.HashSizeInBytes];
        return Convert.TryFromBase64String(text, bytes, out var length) && length == bytes.Length ? bytes : null;
    }

    /// <summary>What follows a prefix; null when the text does not begin with it.</summary>
    public static string? After(this string text, string prefix) =>
        text.StartsWith(prefix, StringComparison.Ordinal) ? text[prefix.Length..] : null;
}
