using FlowFunctions.App.Access.Me;
using FlowFunctions.App.Access.Roles;
using FlowFunctions.Storage.Access;

namespace FlowFunctions.App.Access.ApiKeys;

/// <summary>A key of a program.</summary>
/// <param name="Id">What it is called.</param>
/// <param name="Name">What it is for.</param>
/// <param name="Grant">What it may do; null when a newer app has written what this one does not know, and it may do nothing here.</param>
/// <param name="CreatedAt">When it was made.</param>
/// <param name="CreatedBy">The id of whoever made it.</param>
/// <param name="ExpiresAt">When it ends.</param>
/// <param name="LastUsedAt">When it was used last, to an hour; null for never.</param>
/// <param name="Key">The key itself: only in the answer that made it.</param>
internal sealed record ApiKeyResource(
    string Id,
    string Name,
    GrantResource? Grant,
    DateTimeOffset CreatedAt,
    string CreatedBy,
    DateTimeOffset ExpiresAt,
    DateTimeOffset? LastUsedAt,
    string? Key = null
)
{
    /// <summary>A key as callers see it.</summary>
    public static ApiKeyResource Of(ApiKeyRecord key) =>
        new(
            key.Id,
            key.Name,
            GrantRows.Read(key.Grant) is { } grant ? GrantResource.Of(grant) : null,
            key.CreatedAt,
            key.CreatedBy,
            key.ExpiresAt,
            key.LastUsedAt
        );
}

/// <summary>The keys of a workspace.</summary>
/// <param name="Items">The keys by id.</param>
internal sealed record ApiKeyListResource(IReadOnlyList<ApiKeyResource> Items);
