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
    public static bool HasKey(WebhookAuth auth, IHeaderDictionary headers, ImmutableArray<byte[]> keys)
    {
        var header = KeyHeaderOf(auth);
        if (headers[header] is not [{ Length: > 0 and <= MaxLength } value])
        {
            return false;
        }

        var isBearer =
            header.Equals("Authorization", StringComparison.OrdinalIgnoreCase)
            && value.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase);
        return IsOneOf(Encoding.UTF8.GetBytes(isBearer ? value[Bearer.Length..].Trim() : value), keys);
    }

    /// <summary>Whether a request carries the user's name and one of the passwords (RFC 7617). Without a name in the flow any name will do.</summary>
    public static bool HasPassword(WebhookAuth auth, IHeaderDictionary headers, ImmutableArray<byte[]> passwords)
    {
        if (
            headers.Authorization is not [{ Length: > 0 and <= MaxLength } value]
            || !value.StartsWith(BasicScheme, StringComparison.OrdinalIgnoreCase)
        )
        {
            return false;
        }

        var pair = new byte[value.Length];
        if (!Convert.TryFromBase64String(value[BasicScheme.Length..].Trim(), pair, out var length))
        {
            return false;
        }

        var colon = pair.AsSpan(0, length).IndexOf((byte)':');
        if (colon < 0)
        {
            return false;
        }

        var isUser = auth.User is not { } user || IsOneOf(pair[..colon], [Encoding.UTF8.GetBytes(user)]);
        return IsOneOf(pair[(colon + 1)..length], passwords) & isUser;
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
