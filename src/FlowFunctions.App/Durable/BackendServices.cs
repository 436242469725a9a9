using Azure.Core;
using Azure.Identity;
using FlowFunctions.Engine.DurableTask.Clients;
using FlowFunctions.Engine.DurableTask.Grpc;

namespace FlowFunctions.App.Durable;

/// <summary>The app as a worker of a Durable Task backend that it reaches over gRPC.</summary>
internal static class BackendServices
{
    /// <summary>What Durable Task Scheduler takes tokens for (its documentation, "Identity-based access").</summary>
    private const string Scope = "https://durabletask.io/.default";

    public static IServiceCollection AddBackend(this IServiceCollection services, BackendSettings settings) =>
        services
            .AddSingleton(provider => new GrpcBackend(OptionsOf(settings), provider.GetRequiredService<TimeProvider>()))
            .AddSingleton<ITaskHubClient, GrpcTaskHubClient>()
            .AddSingleton<IBackendAddress, ConfiguredBackend>()
            .AddDurableEngine()
            .AddHostedService<BackendWorker>()
            .AddHostedService<BackendTending>();

    private static GrpcBackendOptions OptionsOf(BackendSettings settings) =>
        new()
        {
            Address = settings.Address,
            TaskHub = settings.TaskHub,
            Token = settings.Address.Scheme == Uri.UriSchemeHttps ? TokensOf(settings) : null,
        };

    private static Func<CancellationToken, ValueTask<string>> TokensOf(BackendSettings settings)
    {
        var credential = new DefaultAzureCredential(
            new DefaultAzureCredentialOptions { ManagedIdentityClientId = settings.ClientId }
        );
        return async cancellationToken =>
            (await credential.GetTokenAsync(new TokenRequestContext([Scope]), cancellationToken)).Token;
    }

    /// <summary>A setting says where the backend is.</summary>
    private sealed class ConfiguredBackend : IBackendAddress
    {
        public string? WhyUnknown => null;
    }
}
