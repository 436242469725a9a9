using FlowFunctions.App.Access;
using FlowFunctions.App.Access.Tokens.Issuers;

namespace FlowFunctions.App.Site;

/// <summary>What every file of the site is sent with. <c>static-web/public/staticwebapp.config.json</c> says the same to Azure Static Web Apps.</summary>
/// <param name="access">Where people sign in: the pages may send requests there, and nowhere else but to the app.</param>
internal sealed class SiteHeaders(AccessSettings access)
{
    private const string ForEver = "public, max-age=31536000, immutable";
    private const string AskAgain = "no-cache";

    /// <summary>The names and values, but for how long a file may be kept. Styles may stand in elements: canvas and editor place things with them.</summary>
    public IReadOnlyDictionary<string, string> All { get; } =
        new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["content-security-policy"] =
                "default-src 'none'; script-src 'self'; worker-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; "
                + $"font-src 'self'; connect-src {string.Join(' ', ["'self'", .. OriginsOf(access)])}; manifest-src 'self'; "
                + "base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
            ["x-content-type-options"] = "nosniff",
            ["referrer-policy"] = "no-referrer",
            ["permissions-policy"] = "camera=(), microphone=(), geolocation=()",
            ["cross-origin-opener-policy"] = "same-origin",
        };

    /// <summary>Sets them.</summary>
    /// <param name="response">The answer.</param>
    /// <param name="isForEver">Whether the file's name holds a hash of its content.</param>
    public void Set(HttpResponse response, bool isForEver)
    {
        foreach (var (name, value) in All)
        {
            response.Headers[name] = value;
        }

        response.Headers.CacheControl = isForEver ? ForEver : AskAgain;
    }

    private static IEnumerable<string> OriginsOf(AccessSettings access) =>
        access.Issuers.SelectMany(OriginsOf).Distinct(StringComparer.OrdinalIgnoreCase);

    private static IEnumerable<string> OriginsOf(IssuerSettings issuer) =>
        issuer.Origins.Prepend(OriginOf(issuer.IsEntra ? new Uri(issuer.AuthorityAddress) : issuer.Discovery));

    private static string OriginOf(Uri address) => address.GetLeftPart(UriPartial.Authority);
}
