using FlowFunctions.App.Hosting;
using FlowFunctions.App.Problems;
using FlowFunctions.App.Requests;
using FlowFunctions.App.Workspaces;
using FlowFunctions.Secrets.Vaults;

namespace FlowFunctions.App.Secrets;

/// <summary><c>GET /api/secrets</c>: what is known of secrets, by name, page by page.</summary>
internal sealed class ListSecrets(ISecretVault vault, AppSettings settings)
{
    public async Task<IResult> HandleAsync(HttpContext context, SecretFilter filter)
    {
        var size = PageSize.Of(filter.Limit);
        var after = AfterOf(filter.Continuation);
        var scope = SecretPlace.ScopeOf(context, settings, filter.Environment);
        var all = await AllAsync(scope, filter.Deleted ?? false, context.RequestAborted);
        SecretResource[] rest = [.. all.Where(secret => string.CompareOrdinal(secret.Name, after) > 0)];
        var page = rest.Take(size).ToArray();
        return SecretJson.Answer(new SecretListResource(page, rest.Length > size ? page[^1].Name : null));
    }

    private async Task<IEnumerable<SecretResource>> AllAsync(
        SecretScope scope,
        bool deleted,
        CancellationToken cancellationToken
    )
    {
        var all = new SortedDictionary<string, SecretResource>(StringComparer.Ordinal);
        if (!deleted && scope == new SecretScope(Workspace.Default, settings.Secrets.Environment))
        {
            foreach (var name in settings.Secrets.Names)
            {
                all[name] = SecretResource.OfSetting(scope, name);
            }
        }

        // What the vault has wins, as it does for steps.
        await foreach (var info in vault.ListAsync(scope, deleted, cancellationToken))
        {
            all[info.Name.Value] = SecretResource.Of(scope, info);
        }

        return all.Values;
    }

    private static string? AfterOf(string? continuation) =>
        string.IsNullOrEmpty(continuation) ? null
        : continuation.Length <= SecretName.MaxLength ? continuation
        : throw new ProblemException(
            Problem.BadRequest("'continuation' is none of this list. Leave it out to begin again.")
        );
}

/// <summary>Which secrets are listed.</summary>
/// <param name="Environment">The environment; the app's own by default.</param>
/// <param name="Deleted">Those that can be recovered, in place of those that are there.</param>
/// <param name="Limit">How many at most.</param>
/// <param name="Continuation">Where the page before has ended.</param>
internal readonly record struct SecretFilter(string? Environment, bool? Deleted, int? Limit, string? Continuation);
