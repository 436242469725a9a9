namespace FlowFunctions.App.Access;

/// <summary>The names of settings of access (docs/access.md).</summary>
internal static class AccessNames
{
    /// <summary>Before all of them.</summary>
    public const string Prefix = "Access__";

    /// <summary>The address of the sign-in provider.</summary>
    public const string Issuer = Prefix + "Issuer";

    /// <summary>This app's id at the provider.</summary>
    public const string Audience = Prefix + "Audience";

    /// <summary>A key that may do everything.</summary>
    public const string Key = Prefix + "Key";

    /// <summary>The addresses of proxies in front of the app.</summary>
    public const string Proxies = Prefix + "Proxies";

    /// <summary>The ids of those who may do everything.</summary>
    public const string Admins = Prefix + "Admins";

    /// <summary>Before the names of further providers.</summary>
    public const string Issuers = Prefix + "Issuers__";

    /// <summary>Before the roles that tokens hold.</summary>
    public const string Roles = Prefix + "Roles__";
}
