using System.Net;
using FlowFunctions.App.Access.Roles;
using FlowFunctions.App.Access.Tokens.Issuers;

namespace FlowFunctions.App.Access;

/// <summary>Whom the app lets in.</summary>
internal sealed record AccessSettings
{
    /// <summary>What roles in tokens mean where the settings do not say it.</summary>
    public static IReadOnlyDictionary<string, Role> DefaultRoles { get; } =
        Enum.GetValues<Role>().ToDictionary(static role => $"FlowFunctions.{role}", StringComparer.Ordinal);

    /// <summary>Whoever is at this machine, without a question.</summary>
    public static AccessSettings Local { get; } = new() { IsLocal = true };

    /// <summary>Whether whoever is at this machine is let in: only where nothing is configured and nobody else can reach the app.</summary>
    public bool IsLocal { get; init; }

    /// <summary>Whose tokens are taken.</summary>
    public IReadOnlyList<IssuerSettings> Issuers { get; init; } = [];

    /// <summary>What roles in tokens mean.</summary>
    public IReadOnlyDictionary<string, Role> Roles { get; init; } = DefaultRoles;

    /// <summary>The ids of those who may do everything.</summary>
    public IReadOnlyList<string> Admins { get; init; } = [];

    /// <summary>The hash (SHA-256) of the key that may do everything; null without one.</summary>
    public byte[]? KeyHash { get; init; }

    /// <summary>The addresses of proxies in front of the app, whose word for whom they call counts.</summary>
    public IReadOnlyList<IPNetwork> Proxies { get; init; } = [];

    /// <summary>How often callers are asked again while a stream goes on to them.</summary>
    public TimeSpan Recheck { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>Whether somebody is let in who says who they are.</summary>
    public bool IsConfigured => Issuers.Count > 0 || KeyHash is not null;
}
