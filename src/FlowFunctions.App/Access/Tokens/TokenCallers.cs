using System.Security.Cryptography;
using System.Text;
using FlowFunctions.App.Access.Members;
using FlowFunctions.App.Access.Roles;

namespace FlowFunctions.App.Access.Tokens;

/// <summary>Who stands behind tokens. A token that was verified counts for five minutes without being verified again.</summary>
internal sealed class TokenCallers(
    TokenValidator validator,
    MemberBook members,
    AccessSettings settings,
    TimeProvider time
)
{
    private const int MaxKept = 10_000;
    private static readonly TimeSpan Kept = TimeSpan.FromMinutes(5);
    private readonly ExpiringCache<string, TokenIdentity> _verified = new(MaxKept, time);

    /// <summary>The caller with a token.</summary>
    /// <exception cref="Jose.SecurityTokenException">It is refused.</exception>
    /// <exception cref="Issuers.IssuerException">It cannot be checked now.</exception>
    public async ValueTask<Caller> GetAsync(string token, CancellationToken cancellationToken)
    {
        var identity = await IdentityOfAsync(token, cancellationToken);
        var grants = identity
            .Roles.Where(settings.Roles.ContainsKey)
            .Select(role => new Grant(identity.Workspace, settings.Roles[role]))
            .Concat(await members.GrantsOfAsync(identity.Id, cancellationToken));
        if (settings.Admins.Contains(identity.Id, StringComparer.Ordinal))
        {
            grants = grants.Append(new Grant(Grant.EveryWorkspace, Role.Admin));
        }

        return new Caller(identity.Id, identity.Name, Caller.User, [.. grants.Distinct()]);
    }

    private async ValueTask<TokenIdentity> IdentityOfAsync(string token, CancellationToken cancellationToken)
    {
        var hash = Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(token)));
        if (_verified.TryGet(hash, out var known))
        {
            return known;
        }

        var identity = await validator.ValidateAsync(token, cancellationToken);
        var until = time.GetUtcNow() + Kept;
        _verified.Set(hash, identity, identity.Ends < until ? identity.Ends : until, _verified.Generation);
        return identity;
    }
}
