using FlowFunctions.App.Hosting;
using FlowFunctions.App.Problems;
using FlowFunctions.Secrets.Vaults;

namespace FlowFunctions.App.Secrets;

/// <summary><c>DELETE /api/secrets/{name}</c>: deletes a secret; the vault can recover it for a while.</summary>
internal sealed class DeleteSecret(ISecretVault vault, AppSettings settings)
{
    public async Task<IResult> HandleAsync(string name, HttpContext context, string? environment)
    {
        var (scope, secret) = SecretPlace.Of(context, settings, name, environment);
        if (await vault.DeleteAsync(scope, secret, context.RequestAborted))
        {
            return TypedResults.NoContent();
        }

        var isSetting = scope.Environment == settings.Secrets.Environment && settings.Secrets.Names.Contains(name);
        return new ProblemResult(isSetting ? InSettings(name) : NotFound(name, scope));
    }

    private static Problem NotFound(string name, SecretScope scope) =>
        Problem.NotFound(
            "Secret.NotFound",
            $"There is no secret '{name}' in the environment '{scope.Environment}'. GET /api/secrets lists those there are."
        );

    private static Problem InSettings(string name) =>
        Problem.Conflict(
            "Secret.InSettings",
            $"The secret '{name}' is in the app's settings. Remove FLOW_SECRET__{name} there and start the app again."
        );
}
