using FlowFunctions.App.Access.Audit;
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
        var isNew = await CheckAsync(scope, secret, context);
        var written = await vault.SetAsync(scope, secret, value, context.RequestAborted);
        AuditNote
            .Of(context)
            .Changed(before: null, new() { ["version"] = written.Version, ["environment"] = environment });
        context.Response.Headers.ETag = ETagOf(written);
        return SecretJson.Answer(
            SecretResource.Of(scope, written),
            isNew ? StatusCodes.Status201Created : StatusCodes.Status200OK
        );
    }

    /// <summary>Checked just before it is written: vaults have no conditions of their own, so of two writers at once the later one wins.</summary>
    /// <returns>Whether there is no such secret yet.</returns>
    /// <exception cref="ProblemException">412: the condition is not met.</exception>
    private async Task<bool> CheckAsync(SecretScope scope, SecretName name, HttpContext context)
    {
        // What another instance has written must count, so memory is not asked.
        var direct = vault is CachedVault cached ? cached.Inner : vault;
        var found = await direct.FindAsync(scope, name, context.RequestAborted);
        return Refusal(name, found?.Info, context.Request) is { } detail
            ? throw new ProblemException(
                new Problem(StatusCodes.Status412PreconditionFailed, "Precondition.Failed", detail)
            )
            : found is null;
    }

    private static string? Refusal(SecretName name, SecretInfo? found, HttpRequest request) =>
        (found, Preconditions.IfMatch(request)?.ToString()) switch
        {
            (null, { }) => $"There is no secret '{name}', so no If-Match fits. Leave If-Match out to create it.",
            ({ }, _) when Preconditions.IsCreateOnly(request) =>
                $"There is a secret '{name}' already, so If-None-Match: * does not fit. Leave it out to write the next version.",
            ({ } info, { } expected) when expected != "*" && expected != ETagOf(info) =>
                $"The secret '{name}' has another version by now. GET /api/secrets tells which; send If-Match with that version, or * for any.",
            _ => null,
        };

    private static string ETagOf(SecretInfo info) => $"\"{info.Version}\"";
}
