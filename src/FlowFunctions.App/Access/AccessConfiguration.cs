using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using FlowFunctions.App.Access.Roles;
using FlowFunctions.App.Access.Tokens.Issuers;
using FlowFunctions.App.Settings;
using FlowFunctions.App.Workspaces;

namespace FlowFunctions.App.Access;

/// <summary>Reads the settings of access (docs/access.md).</summary>
internal static class AccessConfiguration
{
    private const int MinKeyLength = 32;
    private const string MainIssuer = "main";

    /// <summary>Reads them.</summary>
    /// <returns>Whom to let in; nobody when nothing is set.</returns>
    /// <exception cref="SettingException">One cannot be used.</exception>
    public static AccessSettings Read(SettingValues values)
    {
        var settings = new AccessSettings
        {
            Issuers = [.. IssuersOf(values)],
            Roles = RolesOf(values),
            Admins = List(values.Find(AccessNames.Admins)),
            KeyHash = KeyOf(values.Find(AccessNames.Key)),
            Proxies = ProxiesOf(List(values.Find(AccessNames.Proxies))),
        };
        return settings.Admins.Count == 0 || settings.Issuers.Count > 0
            ? settings
            : throw new SettingException(
                $"{AccessNames.Admins} is set, but nobody says who somebody is. Set {AccessNames.Issuer} and {AccessNames.Audience}, too."
            );
    }

    private static IEnumerable<IssuerSettings> IssuersOf(SettingValues values)
    {
        if (values.Find(AccessNames.Issuer) is not null || values.Find(AccessNames.Audience) is not null)
        {
            yield return IssuerOf(values, MainIssuer, AccessNames.Prefix);
        }

        var names = values
            .Under(AccessNames.Issuers)
            .Keys.Select(static key => key.Split("__")[0])
            .Distinct(StringComparer.OrdinalIgnoreCase);
        foreach (var name in names)
        {
            yield return FlowScope.IsWorkspace(name) && name != MainIssuer
                ? IssuerOf(values, name, $"{AccessNames.Issuers}{name}__")
                : throw new SettingException(
                    $"{AccessNames.Issuers}{name} cannot be used: call the provider otherwise, with lower-case letters, digits and hyphens."
                );
        }
    }

    private static IssuerSettings IssuerOf(SettingValues values, string name, string prefix)
    {
        var audiences = AudiencesOf(values, prefix);
        var issuer = new IssuerSettings(name, AddressOf(values, prefix + "Issuer"), audiences)
        {
            ClientId = values.Find(prefix + "ClientId") ?? audiences[0],
            Scope = values.Find(prefix + "Scope"),
            Origins = [.. List(values.Find(prefix + "Origins")).Select(origin => OriginOf(origin, prefix + "Origins"))],
            DiscoveryAddress = values.Find(prefix + "Discovery") is null
                ? null
                : AddressOf(values, prefix + "Discovery"),
            Workspace = WorkspaceOf(values.Find(prefix + "Workspace") ?? Workspace.Default, prefix + "Workspace"),
            RolesClaim = values.Find(prefix + "RolesClaim") ?? "roles",
            Tenants = TenantsOf(values, prefix + "Tenants__"),
        };
        return issuer.HasTenants == issuer.Tenants.Count > 0
            ? issuer
            : throw new SettingException(
                $"{prefix}Issuer and {prefix}Tenants__… do not fit: tenants are named, each with its workspace, where the issuer is "
                    + $"https://login.microsoftonline.com/{IssuerSettings.TenantPlace}/v2.0, and only there."
            );
    }

    private static string AddressOf(SettingValues values, string name)
    {
        var text =
            values.Find(name)
            ?? throw new SettingException($"{name} is missing. Set the address of the sign-in provider, its issuer.");
        foreach (var all in (string[])["/common/", "/organizations/"])
        {
            text = text.Replace(all, $"/{IssuerSettings.TenantPlace}/", StringComparison.OrdinalIgnoreCase);
        }

        return SafeAddress(text) is not null
            ? text
            : throw new SettingException($"{name} is '{text}'. Set an https address, the issuer of the tokens.");
    }

    // What it says goes into a header: nothing but scheme, host and port may be in it.
    private static string OriginOf(string text, string name) =>
        SafeAddress(text) is { AbsolutePath: "/" } address
            ? address.GetLeftPart(UriPartial.Authority)
            : throw new SettingException($"{name} has '{text}'. Set origins, such as https://login.example.org.");

    private static Uri? SafeAddress(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var address)
        && address is { Query: "", Fragment: "", UserInfo: "" }
        && (address.Scheme == Uri.UriSchemeHttps || (address.Scheme == Uri.UriSchemeHttp && address.IsLoopback))
            ? address
            : null;

    private static string[] AudiencesOf(SettingValues values, string prefix) =>
        List(values.Find(prefix + "Audience")) is { Length: > 0 } audiences
            ? audiences
            : throw new SettingException(
                $"{prefix}Audience is missing. Set the id that this app has at the sign-in provider; several with commas between."
            );

    private static Dictionary<string, string> TenantsOf(SettingValues values, string prefix) =>
        values
            .Under(prefix)
            .ToDictionary(
                tenant =>
                    Guid.TryParse(tenant.Key, out var id)
                        ? id.ToString()
                        : throw new SettingException($"{prefix}{tenant.Key} is no tenant: its id is a GUID."),
                tenant => WorkspaceOf(tenant.Value.Trim(), prefix + tenant.Key),
                StringComparer.OrdinalIgnoreCase
            );

    private static string WorkspaceOf(string text, string name) =>
        FlowScope.IsWorkspace(text)
            ? text
            : throw new SettingException(
                $"{name} is '{text}'. Set the name of a workspace: a lower-case letter, then up to 62 letters, digits and hyphens."
            );

    private static IReadOnlyDictionary<string, Role> RolesOf(SettingValues values)
    {
        var roles = values.Under(AccessNames.Roles);
        return roles.Count == 0
            ? AccessSettings.DefaultRoles
            : roles.ToDictionary(
                static role => role.Key,
                static role =>
                    RoleNames.Find(role.Value.Trim())
                    ?? throw new SettingException(
                        $"{AccessNames.Roles}{role.Key} is '{role.Value}'. Set one of: {string.Join(", ", RoleNames.All)}."
                    ),
                StringComparer.Ordinal
            );
    }

    private static IPNetwork[] ProxiesOf(string[] texts) =>
        [
            .. texts.Select(static text =>
                IPNetwork.TryParse(text, out var network) ? network
                : IPAddress.TryParse(text, out var address)
                    ? new IPNetwork(address, address.AddressFamily == AddressFamily.InterNetwork ? 32 : 128)
                : throw new SettingException(
                    $"{AccessNames.Proxies} names '{text}'. Set addresses such as 10.0.0.4 or 10.0.0.0/24, with commas between."
                )
            ),
        ];

    private static byte[]? KeyOf(string? text) =>
        text is null ? null
        : text.Length >= MinKeyLength ? SHA256.HashData(Encoding.UTF8.GetBytes(text))
        : throw new SettingException(
            $"{AccessNames.Key} is too short: take at least {MinKeyLength} random characters ('openssl rand -base64 32' makes some)."
        );

    private static string[] List(string? text) =>
        text?.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? [];
}
