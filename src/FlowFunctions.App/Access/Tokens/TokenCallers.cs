using System.Buffers.Binary;
using FlowFunctions.App.Access.Members;
using FlowFunctions.App.Access.Roles;
using FlowFunctions.App.Access.SignIn;

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
    private readonly ExpiringCache<(UInt128, UInt128), Verified> _verified = new(MaxKept, time);

    /// <summary>The caller with a token.</summary>
    /// <exception cref="Jose.SecurityTokenException">It is refused.</exception>
    /// <exception cref="Issuers.IssuerException">It cannot be checked now.</exception>
    public async ValueTask<Caller> GetAsync(Credential token, CancellationToken cancellationToken)
    {
        var verified = await VerifyAsync(token, cancellationToken);
        var roles = await members.GrantsOfAsync(verified.Identity.Id, cancellationToken);

        // What they may do as a member is read again all the time; as long as nothing new was read they are whom they were.
        if (verified.Last is { } last && ReferenceEquals(last.Roles, roles))
        {
            return last.Caller;
        }

        var caller = CallerOf(verified.Identity, roles);
        verified.Last = new(roles, caller);
        return caller;
    }

    private Caller CallerOf(TokenIdentity identity, IReadOnlyList<Grant> roles)
    {
        var grants = identity
            .Roles.Where(settings.Roles.ContainsKey)
            .Select(role => new Grant(identity.Workspace, settings.Roles[role]))
            .Concat(roles);
        if (settings.Admins.Contains(identity.Id, StringComparer.Ordinal))
        {
            grants = grants.Append(new Grant(Grant.EveryWorkspace, Role.Admin));
        }

        return new Caller(identity.Id, identity.Name, Caller.User, [.. grants.Distinct()]);
    }

    private async ValueTask<Verified> VerifyAsync(Credential token, CancellationToken cancellationToken)
    {
        var key = (
            BinaryPrimitives.ReadUInt128LittleEndian(token.Hash),
            BinaryPrimitives.ReadUInt128LittleEndian(token.Hash.AsSpan(16))
        );
        if (_verified.TryGet(key, out var known))
        {
            return known;
        }

        var verified = new Verified(await validator.ValidateAsync(token.Text, cancellationToken));
        var (ends, until) = (verified.Identity.Ends, time.GetUtcNow() + Kept);
        _verified.Set(key, verified, ends < until ? ends : until, _verified.Generation);
        return verified;
    }

    private sealed class Verified(TokenIdentity identity)
    {
        public TokenIdentity Identity => identity;

        /// <summary>The caller by what was known of their membership last.</summary>
        public Known? Last { get; set; }
    }

    private sealed record Known(IReadOnlyList<Grant> Roles, Caller Caller);
}
