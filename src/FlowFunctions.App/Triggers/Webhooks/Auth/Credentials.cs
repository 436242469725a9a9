using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using FlowFunctions.Flows.Triggers;

namespace FlowFunctions.App.Triggers.Webhooks.Auth;

/// <summary>Keys and passwords that a request carries. They are compared by their hashes, so that neither time nor length tells anything.</summary>
internal static class Credentials
{
    private const string DefaultKeyHeader = "X-API-Key";
    private const string Bearer = "Bearer ";
    private const string BasicScheme = "Basic ";
    private const int MaxLength = 8 * 1024;

    /// <summary>The header that holds the key.</summary>
    public static string KeyHeaderOf(WebhookAuth auth) => auth.Header ?? DefaultKeyHeader;

    /// <summary>Whether a request carries one of the keys. In a header <c>Authorization</c> the word Bearer may stand before it.</summary>
    public static Proof ProveKey(WebhookAuth auth, IHeaderDictionary headers, ImmutableArray<byte[]> keys)
    {
        var header = KeyHeaderOf(auth);
        if (headers[header] is not [{ Length: > 0 and <= MaxLength } value])
        {
            return Proof.Bad($"The request has no header '{header}', more than one, or one that is too long.");
        }

        var isBearer =
            header.Equals("Authorization", StringComparison.OrdinalIgnoreCase)
            && value.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase);
        return IsOneOf(Encoding.UTF8.GetBytes(isBearer ? value[Bearer.Length..].Trim() : value), keys)
            ? Proof.NotNeeded
            : Proof.Bad($"The key in '{header}' is not the value of the secret '{auth.Secret}'.");
    }

    /// <summary>Whether a request carries the user's name and one of the passwords (RFC 7617). Without a name in the flow any name will do.</summary>
    public static Proof ProvePassword(WebhookAuth auth, IHeaderDictionary headers, ImmutableArray<byte[]> passwords)
    {
        if (PairOf(headers) is not { } pair || pair.AsSpan().IndexOf((byte)':') is not (>= 0 and var colon))
        {
            return Proof.Bad("The request has no name and password in the header 'Authorization' (Basic).");
        }

        var isUser = auth.User is not { } user || IsOneOf(pair[..colon], [Encoding.UTF8.GetBytes(user)]);
        return IsOneOf(pair[(colon + 1)..], passwords) & isUser
            ? Proof.NotNeeded
            : Proof.Bad($"The name or the password is wrong; the password is the value of the secret '{auth.Secret}'.");
    }

    private static byte[]? PairOf(IHeaderDictionary headers)
    {
        if (
            headers.Authorization is not [{ Length: > 0 and <= MaxLength } value]
            || !value.StartsWith(BasicScheme, StringComparison.OrdinalIgnoreCase)
        )
        {
            return null;
        }

        var pair = new byte[value.Length];
        return Convert.TryFromBase64String(value[BasicScheme.Length..].Trim(), pair, out var length)
            ? pair[..length]
            : null;
    }

    private static bool IsOneOf(byte[] given, ImmutableArray<byte[]> wanted)
    {
        var hash = SHA256.HashData(given);
        var isOne = false;
        foreach (var one in wanted)
        {
            isOne |= CryptographicOperations.FixedTimeEquals(hash, SHA256.HashData(one));
        }

        return isOne;
    }
}
