using FlowFunctions.App.Access.Me;
using FlowFunctions.App.Access.Roles;
using FlowFunctions.Storage.Access;

namespace FlowFunctions.App.Access.Members;

/// <summary>Somebody with a role in a workspace.</summary>
/// <param name="Id">Who, as <c>GET /api/me</c> tells them.</param>
/// <param name="Name">What people call them, or null.</param>
/// <param name="Grant">What they may do; null when a newer app has written what this one does not know, and they may do nothing here.</param>
/// <param name="ChangedAt">Since when.</param>
/// <param name="ChangedBy">The id of whoever said so.</param>
internal sealed record MemberResource(
    string Id,
    string? Name,
    GrantResource? Grant,
    DateTimeOffset ChangedAt,
    string ChangedBy
)
{
    /// <summary>A member as callers see it.</summary>
    public static MemberResource Of(MemberRecord member) =>
        new(
            member.Id,
            member.Name,
            GrantRows.Read(member.Grant) is { } grant ? GrantResource.Of(grant) : null,
            member.ChangedAt,
            member.ChangedBy
        );
}

/// <summary>The members of a workspace.</summary>
/// <param name="Items">The members by id.</param>
internal sealed record MemberListResource(IReadOnlyList<MemberResource> Items);
