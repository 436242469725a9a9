namespace FlowFunctions.App.Access.Tokens.Issuers;

/// <summary>The hosts of Microsoft Entra ID, with which the builder signs people in by Microsoft's own library.</summary>
internal static class EntraHosts
{
    private const string External = ".ciamlogin.com";

    private static readonly string[] Known =
    [
        "login.microsoftonline.com",
        "login.microsoftonline.us",
        "login.partner.microsoftonline.cn",
    ];

    /// <summary>Whether a host is one of them.</summary>
    public static bool IsOne(string host) =>
        Known.Contains(host, StringComparer.OrdinalIgnoreCase)
        || host.EndsWith(External, StringComparison.OrdinalIgnoreCase);
}
