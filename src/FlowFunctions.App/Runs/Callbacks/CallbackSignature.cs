using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace FlowFunctions.App.Runs.Callbacks;

/// <summary>
/// Signs what is sent as the public specification Standard Webhooks 1.0 says: HMAC with SHA-256 over id, time and body, joined by dots.
/// </summary>
internal static class CallbackSignature
{
    private const string Prefix = "whsec_";
    private const int LeastKeyBytes = 16;

    /// <summary>Adds the three headers to a request.</summary>
    /// <param name="request">The request.</param>
    /// <param name="key">The key.</param>
    /// <param name="id">The same for every try, so that a receiver knows what it has had before.</param>
    /// <param name="at">When it is sent.</param>
    /// <param name="body">The body.</param>
    public static void Sign(HttpRequestMessage request, byte[] key, string id, DateTimeOffset at, byte[] body)
    {
        var timestamp = at.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        using var hmac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, key);
        hmac.AppendData(Encoding.UTF8.GetBytes($"{id}.{timestamp}."));
        hmac.AppendData(body);
        request.Headers.TryAddWithoutValidation("webhook-id", id);
        request.Headers.TryAddWithoutValidation("webhook-timestamp", timestamp);
        request.Headers.TryAddWithoutValidation(
            "webhook-signature",
            "v1," + Convert.ToBase64String(hmac.GetHashAndReset())
        );
    }

    /// <summary>The key of a secret's value: what <c>whsec_</c> stands before is base64, anything else is taken as it is.</summary>
    /// <exception cref="FormatException">It is not base64, or too short.</exception>
    public static byte[] KeyOf(string secret)
    {
        var key = secret.StartsWith(Prefix, StringComparison.Ordinal)
            ? Decode(secret[Prefix.Length..])
            : Encoding.UTF8.GetBytes(secret);

        // Receivers see signatures, so a short key could be found by trying all of them.
        return key.Length >= LeastKeyBytes
            ? key
            : throw new FormatException(
                $"it is too short; a key must have {LeastKeyBytes} bytes or more. Give it a random value."
            );
    }

    private static byte[] Decode(string text)
    {
        var key = new byte[text.Length];
        return Convert.TryFromBase64String(text, key, out var length)
            ? key[..length]
            : throw new FormatException($"what follows '{Prefix}' is not base64. Correct it, or leave '{Prefix}' out.");
    }
}
