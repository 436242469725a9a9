using Azure.Identity;
using FlowFunctions.App.Access.Roles;
using FlowFunctions.App.Hosting;
using FlowFunctions.App.OpenApi;
using FlowFunctions.App.Problems;
using FlowFunctions.Secrets.Vaults;
using FlowFunctions.Secrets.Vaults.Caching;
using FlowFunctions.Secrets.Vaults.KeyVault;
using FlowFunctions.Secrets.Vaults.Local;
using FlowFunctions.Steps.Secrets;

namespace FlowFunctions.App.Secrets;

/// <summary>Writing and listing secrets. No route tells a value.</summary>
internal static class SecretRoutes
{
    public static IServiceCollection AddSecrets(this IServiceCollection services, AppSettings settings) =>
        services
            .ConfigureHttpJsonOptions(static options =>
                options.SerializerOptions.TypeInfoResolverChain.Insert(0, SecretJson.Default)
            )
            .AddSingleton(_ => VaultFor(settings))
            .AddSingleton<ISecretSource, WorkspaceSecrets>()
            .AddSingleton<ListSecrets>()
            .AddSingleton<PutSecret>()
            .AddSingleton<DeleteSecret>()
            .AddSingleton<RecoverSecret>();

    public static void MapSecrets(this IEndpointRouteBuilder api)
    {
        var secrets = api.MapGroup("/secrets").WithTags("Secrets");
        secrets
            .MapGet(
                "",
                static (HttpContext context, ListSecrets list, [AsParameters] SecretFilter filter) =>
                    list.HandleAsync(context, filter)
            )
            .Requires(Permission.WriteSecrets)
            .WithSummary("Lists secrets by name, without their values; with 'deleted' those that can be recovered.")
            .Produces<SecretListResource>()
            .ProducesProblems(400, 503);
        MapSecret(secrets.MapGroup("/{name}"));
    }

    private static void MapSecret(RouteGroupBuilder secret)
    {
        secret
            .MapPut(
                "",
                static (string name, HttpContext context, PutSecret put, string? environment) =>
                    put.HandleAsync(name, context, environment)
            )
            .Requires(Permission.WriteSecrets, "secret.write")
            .WithSummary("Writes a secret's next version. The value is never given back.")
            .TakesBody("application/json", "text/plain")
            .Produces<SecretResource>()
            .Produces<SecretResource>(StatusCodes.Status201Created)
            .ProducesProblems(400, 409, 412, 413, 503);
        secret
            .MapDelete(
                "",
                static (string name, HttpContext context, DeleteSecret delete, string? environment) =>
                    delete.HandleAsync(name, context, environment)
            )
            .Requires(Permission.WriteSecrets, "secret.delete")
            .WithSummary("Deletes a secret; it can be recovered for a while.")
            .Produces(StatusCodes.Status204NoContent)
            .ProducesProblems(400, 404, 409, 503);
        secret
            .MapPost(
                "/recover",
                static (string name, HttpContext context, RecoverSecret recover, string? environment) =>
                    recover.HandleAsync(name, context, environment)
            )
            .Requires(Permission.WriteSecrets, "secret.recover")
            .WithSummary("Brings a deleted secret back.")
            .Produces<SecretResource>()
            .ProducesProblems(400, 404, 503);
    }

    private static ISecretVault VaultFor(AppSettings settings)
    {
        if (settings.Secrets.KeyVault is { } address)
        {
            var identity = new DefaultAzureCredentialOptions();
            if (settings.Secrets.ClientId is { } clientId)
            {
                identity.ManagedIdentityClientId = clientId;
            }

            var vault = new KeyVaultVault(address, new DefaultAzureCredential(identity), new KeyVaultOptions());
            return new CachedVault(vault, new CacheTimes(), settings.TimeProvider);
        }

        return settings.DataFolder.Length > 0
            ? new LocalVault(Path.Combine(settings.DataFolder, "secrets"), settings.TimeProvider)
            : new NoVault();
    }
}
