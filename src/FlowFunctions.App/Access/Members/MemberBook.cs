using FlowFunctions.App.Access.Roles;
using FlowFunctions.Storage.Access;

namespace FlowFunctions.App.Access.Members;

/// <summary>What members may do, read again every quarter of a minute; what this process changes counts at once.</summary>
internal sealed class MemberBook(MemberStore store, TimeProvider time)
{
    private const int MaxKept = 10_000;
    private static readonly TimeSpan Kept = TimeSpan.FromSeconds(15);
    private readonly ExpiringCache<string, IReadOnlyList<Grant>> _known = new(MaxKept, time);

    /// <summary>What somebody may do.</summary>
    public async ValueTask<IReadOnlyList<Grant>> GrantsOfAsync(string id, CancellationToken cancellationToken)
    {
        if (_known.TryGet(id, out var known))
        {
            return known;
        }

        var generation = _known.Generation;
        Grant[] grants =
        [
            .. (await store.FindAsync(id, cancellationToken).ToListAsync(cancellationToken))
                .Select(static member => GrantRows.Read(member.Grant))
                .OfType<Grant>(),
        ];
        _known.Set(id, grants, time.GetUtcNow() + Kept, generation);
        return grants;
    }

    /// <summary>Somebody's role has changed.</summary>
    public void Forget() => _known.Clear();
}
