using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;
using FlowFunctions.App.Access.ApiKeys;

namespace FlowFunctions.App.Access.SignIn;

/// <summary>What a request proves its caller with. It is read and hashed once, not at each request: tokens are long.</summary>
/// <param name="text">The token or key.</param>
/// <param name="isKey">Whether it is a key by its looks, or was sent as one.</param>
internal sealed class Credential(string text, bool isKey)
{
    private const string Bearer = "Bearer ";
    private const string KeyHeader = "X-API-Key";

    /// <summary>
    /// By the text of the header itself, the very object: as long as a connection sends the same, the server hands out the same one, and drops it
    /// when another comes or the connection ends. Nothing is kept longer than that.
    /// </summary>
    private static readonly ConditionalWeakTable<string, Credential> Sent = [];

    /// <summary>The token or key.</summary>
    public string Text => text;

    /// <summary>Whether it is a key by its looks, or was sent as one.</summary>
    public bool IsKey => isKey;

    /// <summary>Its SHA-256: what is kept of it, and compared.</summary>
    public byte[] Hash => field ??= SHA256.HashData(Encoding.UTF8.GetBytes(text));

    /// <summary>Whether a request tries to prove something, rightly or not.</summary>
    public static bool IsIn(HttpRequest request) =>
        request.Headers.Authorization.Count > 0 || request.Headers.ContainsKey(KeyHeader);

    /// <summary>The token or key after <c>Bearer</c> (RFC 6750, section 2.1), or the key in <c>X-API-Key</c>.</summary>
    /// <returns>It; null without one, and for a request that has several.</returns>
    public static Credential? Of(HttpRequest request)
    {
        var header = request.Headers.Authorization;
        var key = request.Headers[KeyHeader];
        return (header.Count, key.Count) switch
        {
            (1, 0) when header[0] is { } line && line.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase) =>
                Sent.GetValue(line, OfLine),
            (0, 1) => new(key.ToString().Trim(), isKey: true),
            _ => null,
        };
    }

    private static Credential OfLine(string line)
    {
        var text = line[Bearer.Length..].Trim();
        return new(text, text.StartsWith(ApiKey.Prefix, StringComparison.Ordinal));
    }
}
