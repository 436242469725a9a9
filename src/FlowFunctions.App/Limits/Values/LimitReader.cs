using FlowFunctions.App.Access;
using FlowFunctions.App.Access.Roles;
using FlowFunctions.App.Limits.Runs;
using FlowFunctions.App.Limits.Space;
using FlowFunctions.App.Problems;

namespace FlowFunctions.App.Limits.Values;

/// <summary>Shows limits with what is used of them.</summary>
internal sealed class LimitReader(
    LimitBook book,
    LimitSettings settings,
    RunPlaces runs,
    StorageUse space,
    UsageBook usage
)
{
    /// <summary>The limit of that name.</summary>
    /// <exception cref="ProblemException">404: there is none.</exception>
    public static Limit Find(string name) =>
        Limit.Find(name)
        ?? throw new ProblemException(
            Problem.NotFound("Limit.NotFound", $"There is no limit '{name}'. GET /api/limits lists those there are.")
        );

    /// <summary>A limit of a caller's workspace.</summary>
    public async Task<LimitResource> ReadAsync(Limit limit, CallerContext let, CancellationToken cancellationToken)
    {
        var limits = await book.OfAsync(let.Workspace);
        var set = limits.SetOf(limit.Kind);
        return new(
            limit.Name,
            limit.Title,
            limit.Summary,
            limit.Unit,
            limits[limit.Kind],
            DefaultOf(limit),
            MostFor(limit, let.Caller),
            await UsedAsync(limit.Kind, let.Workspace, cancellationToken),
            set?.SetBy,
            set?.SetAt,
            LimitResource.ETagOf(set).ToString("H")
        );
    }

    /// <summary>
    /// The most that a caller may set: what the installation says, or else its default. Who runs the installation may set anything.
    /// </summary>
    public long MostFor(Limit limit, Caller caller) =>
        caller.Grants.Any(static grant => grant is { Workspace: Grant.EveryWorkspace, Role: Role.Admin }) ? limit.Most
        : settings.Most.TryGetValue(limit.Kind, out var most) ? most
        : DefaultOf(limit) ?? limit.Most;

    /// <summary>The installation's value, or null.</summary>
    public long? DefaultOf(Limit limit) => settings.Defaults.TryGetValue(limit.Kind, out var value) ? value : null;

    private async ValueTask<long?> UsedAsync(LimitKind kind, string workspace, CancellationToken cancellationToken) =>
        kind switch
        {
            LimitKind.OpenRuns => await runs.CountAsync(workspace, cancellationToken),
            LimitKind.StorageBytes => await space.UsedAsync(workspace),
            LimitKind.ScriptSeconds => (long)await usage.ScriptSecondsAsync(workspace),
            _ => null,
        };
}
