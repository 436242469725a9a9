using FlowFunctions.App.Access.ApiKeys;

namespace FlowFunctions.App.Access.SignIn;

/// <summary>What a request proves its caller with.</summary>
internal static class Credentials
{
    private const string Bearer = "Bearer ";
    private const string KeyHeader = "X-API-Key";

    /// <summary>The token or key after <c>Bearer</c> (RFC 6750, section 2.1), or the key in <c>X-API-Key</c>.</summary>
    /// <returns>The text; null without one, and for a request that has several.</returns>
    public static string? Of(HttpRequest request)
    {
        var header = request.Headers.Authorization;
        return (header.Count, request.Headers[KeyHeader].Count) switch
        {
            (1, 0) when header.ToString() is { } text && text.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase) =>
                text[Bearer.Length..].Trim(),
            (0, 1) => request.Headers[KeyHeader].ToString().Trim(),
            _ => null,
        };
    }

    /// <summary>Whether a request tries to prove something, rightly or not.</summary>
    public static bool Has(HttpRequest request) =>
        request.Headers.Authorization.Count > 0 || request.Headers.ContainsKey(KeyHeader);

    /// <summary>Whether a text is a key by its looks, or was sent as one.</summary>
    public static bool IsKey(HttpRequest request, string text) =>
        text.StartsWith(ApiKey.Prefix, StringComparison.Ordinal) || request.Headers.ContainsKey(KeyHeader);
}
