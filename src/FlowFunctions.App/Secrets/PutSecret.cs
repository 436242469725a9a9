using FlowFunctions.App.Hosting;
using FlowFunctions.App.Problems;
using FlowFunctions.App.Requests;
using FlowFunctions.Secrets.Vaults;
using FlowFunctions.Secrets.Vaults.Caching;

namespace FlowFunctions.App.Secrets;

/// <summary><c>PUT /api/secrets/{name}</c>: writes a secret's next version. Its value is in no answer.</summary>
internal sealed class PutSecret(ISecretVault vault, AppSettings settings)
{
    public async Task<IResult> HandleAsync(string name, HttpContext context, string? environment)
    {
        var (scope, secret) = SecretPlace.Of(context, settings, name, environment);
        var value = await SecretBody.ReadAsync(context.Request);
        await CheckAsync(scope, secret, context);
        var written = await vault.SetAsync(scope, secret, value, context.RequestAborted);
        context.Response.Headers.ETag = ETagOf(written);
        return SecretJson.Answer(SecretResource.Of(scope, written));
    }

    /// <summary>Checked just before it is written: vaults have no conditions of their own, so of two writers at once the later one wins.</summary>
    /// <exception cref="ProblemException">412: the condition is not met.</exception>
    private async Task CheckAsync(SecretScope scope, SecretName name, HttpContext context)
    {
        var createOnly = Preconditions.IsCreateOnly(context.Request);
        var expected = Preconditions.IfMatch(context.Request);
        if (!createOnly && expected is null)
        {
            return;
        }

        // What another instance has written must count, so memory is not asked.
        var direct = vault is CachedVault cached ? cached.Inner : vault;
        var found = await direct.FindAsync(scope, name, context.RequestAborted);
        var isMet = found is null
            ? expected is null
            : !createOnly && (expected.ToString() == "*" || expected.ToString() == ETagOf(found.Info));
        if (!isMet)
        {
            throw new ProblemException(Preconditions.Failed($"The secret '{name}'"));
        }
    }

    private static string ETagOf(SecretInfo info) => $"\"{info.Version}\"";
}
