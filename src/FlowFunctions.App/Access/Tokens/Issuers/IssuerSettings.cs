namespace FlowFunctions.App.Access.Tokens.Issuers;

/// <summary>Somebody whose tokens are taken: an OpenID Connect provider.</summary>
/// <param name="Name">What it is called in settings, and in the ids of its users.</param>
/// <param name="Issuer">Its address; with <c>{tenantid}</c> where each tenant of Microsoft Entra ID is an issuer.</param>
/// <param name="Audiences">Of which a token must name one: this app's ids at the provider.</param>
internal sealed record IssuerSettings(string Name, string Issuer, IReadOnlyList<string> Audiences)
{
    /// <summary>What stands for a tenant in <see cref="Issuer"/>.</summary>
    public const string TenantPlace = "{tenantid}";

    /// <summary>The workspace that roles in its tokens are for.</summary>
    public string Workspace { get; init; } = Workspaces.Workspace.Default;

    /// <summary>The workspaces of the tenants that are let in, by tenant id, where each tenant is an issuer.</summary>
    public IReadOnlyDictionary<string, string> Tenants { get; init; } =
        new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);

    /// <summary>What the builder is called there: a public client, which has no secret.</summary>
    public string ClientId { get; init; } = Audiences[0];

    /// <summary>What the builder asks for when somebody signs in, as OAuth 2.0 writes scopes; null for what fits the kind of provider.</summary>
    public string? Scope { get; init; }

    /// <summary>Where the builder's pages may send requests to sign somebody in, beside the provider's own origin.</summary>
    public IReadOnlyList<string> Origins { get; init; } = [];

    /// <summary>The claim that holds a caller's roles.</summary>
    public string RolesClaim { get; init; } = "roles";

    /// <summary>Whether each tenant is an issuer.</summary>
    public bool HasTenants => Issuer.Contains(TenantPlace, StringComparison.Ordinal);

    /// <summary>Whether it is Microsoft Entra ID, in any of its clouds.</summary>
    public bool IsEntra => EntraHosts.IsOne(new Uri(AuthorityAddress).Host);

    /// <summary>Where people sign in; for all tenants that is one place.</summary>
    public string AuthorityAddress => Issuer.Replace(TenantPlace, "organizations", StringComparison.Ordinal);

    /// <summary>Where it is asked, where that is not what it calls itself; null for there.</summary>
    public string? DiscoveryAddress { get; init; }

    /// <summary>Where the provider describes itself (OpenID Connect Discovery 1.0, section 4). For all tenants that is one place.</summary>
    public Uri Discovery =>
        new((DiscoveryAddress ?? AuthorityAddress).TrimEnd('/') + "/.well-known/openid-configuration");

    /// <summary>The tenant of a token, if its issuer is this one; empty where there are no tenants.</summary>
    /// <param name="issuer">What the token says.</param>
    /// <param name="tenant">Its <c>tid</c>.</param>
    /// <returns>The tenant, or null for a token of somebody else, or of a tenant that is not let in.</returns>
    public string? TenantOf(string issuer, string? tenant)
    {
        if (!HasTenants)
        {
            return issuer.TrimEnd('/') == Issuer.TrimEnd('/') ? "" : null;
        }

        return
            tenant is not null
            && Tenants.ContainsKey(tenant)
            && issuer == Issuer.Replace(TenantPlace, tenant, StringComparison.Ordinal)
            ? tenant
            : null;
    }
}
