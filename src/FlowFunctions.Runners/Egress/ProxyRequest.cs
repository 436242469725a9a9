namespace FlowFunctions.Runners.Egress;

/// <summary>What a script asks a proxy for (RFC 9110, section 9.3.6; RFC 9112, section 3.2.2).</summary>
/// <param name="Target">Where to.</param>
/// <param name="Line">The first line for the server; null for a tunnel (<c>CONNECT</c>), in which the script speaks with it directly.</param>
/// <param name="IsSecure">Whether the proxy is to speak TLS, because the script asks it for an <c>https:</c> address, as some clients do.</param>
/// <param name="Authority">The host, and the port if the script named it.</param>
internal sealed record ProxyRequest(Target Target, string? Line, bool IsSecure, string Authority)
{
    /// <exception cref="EgressException">It is no request to a proxy.</exception>
    public static ProxyRequest Parse(string line) =>
        line.Split(' ') switch
        {
            ["CONNECT", var authority, _] => new(Target.Parse(authority, defaultPort: null), null, false, authority),
            [var method, var url, _] => Parse(method, url),
            _ => throw Bad(),
        };

    private static ProxyRequest Parse(string method, string url)
    {
        var scheme = url.IndexOf("://", StringComparison.Ordinal);
        var isSecure = url.StartsWith("https:", StringComparison.OrdinalIgnoreCase);
        if (scheme < 0 || !(isSecure || url.StartsWith("http:", StringComparison.OrdinalIgnoreCase)))
        {
            throw Bad();
        }

        var rest = url[(scheme + 3)..];
        var end = rest.AsSpan().IndexOfAny('/', '?');
        var authority = end < 0 ? rest : rest[..end];
        var path = end < 0 ? "/" : rest[end..];
        var target = Target.Parse(authority, isSecure ? 443 : 80);
        return new(target, $"{method} {(path[0] == '/' ? "" : "/")}{path} HTTP/1.1", isSecure, authority);
    }

    private static EgressException Bad() =>
        new(
            EgressFault.BadRequest,
            "This is a proxy: it takes CONNECT and requests with an absolute http: or https: address, or SOCKS 5."
        );
}
