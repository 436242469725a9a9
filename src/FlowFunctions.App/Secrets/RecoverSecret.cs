using FlowFunctions.App.Hosting;
using FlowFunctions.App.Problems;
using FlowFunctions.Secrets.Vaults;

namespace FlowFunctions.App.Secrets;

/// <summary><c>POST /api/secrets/{name}/recover</c>: brings a deleted secret back with its last value.</summary>
internal sealed class RecoverSecret(ISecretVault vault, AppSettings settings)
{
    public async Task<IResult> HandleAsync(string name, HttpContext context, string? environment)
    {
        var (scope, secret) = SecretPlace.Of(context, settings, name, environment);
        var recovered = await vault.RecoverAsync(scope, secret, context.RequestAborted);
        return recovered is not null
            ? SecretJson.Answer(SecretResource.Of(scope, recovered))
            : new ProblemResult(
                Problem.NotFound(
                    "Secret.NotFound",
                    $"There is no deleted secret '{name}' in the environment '{scope.Environment}'. GET /api/secrets?deleted=true lists those "
                        + "that can be recovered."
                )
            );
    }
}
