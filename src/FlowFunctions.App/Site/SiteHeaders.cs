namespace FlowFunctions.App.Site;

/// <summary>What every file of the site is sent with. <c>static-web/public/staticwebapp.config.json</c> says the same to Azure Static Web Apps.</summary>
internal static class SiteHeaders
{
    private const string ForEver = "public, max-age=31536000, immutable";
    private const string Ask = "no-cache";

    /// <summary>
    /// Scripts of the site's own only. Styles may stand in elements: the component library and the editor position things with them.
    /// </summary>
    public const string ContentSecurityPolicy =
        "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:; "
        + "connect-src 'self'; worker-src 'self' blob:; object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'";

    /// <summary>The names and values, but for how long a file may be kept.</summary>
    public static IReadOnlyDictionary<string, string> All { get; } =
        new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["Content-Security-Policy"] = ContentSecurityPolicy,
            ["X-Content-Type-Options"] = "nosniff",
            ["X-Frame-Options"] = "DENY",
            ["Referrer-Policy"] = "same-origin",
            ["Permissions-Policy"] = "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
            ["Cross-Origin-Opener-Policy"] = "same-origin",
        };

    /// <summary>Sets them.</summary>
    /// <param name="response">The answer.</param>
    /// <param name="isForEver">Whether the file's name holds a hash of its content.</param>
    public static void Set(HttpResponse response, bool isForEver)
    {
        foreach (var (name, value) in All)
        {
            response.Headers[name] = value;
        }

        response.Headers.CacheControl = isForEver ? ForEver : Ask;
    }
}
