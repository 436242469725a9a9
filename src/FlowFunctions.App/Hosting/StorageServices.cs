using FlowFunctions.Storage.Queues;

namespace FlowFunctions.App.Hosting;

/// <summary>The storage account and the stores on it.</summary>
internal static class StorageServices
{
    public static IServiceCollection AddStorage(this IServiceCollection services, AppSettings settings) =>
        services
            .AddSingleton(settings.Storage.Account)
            .AddSingleton<QueueSender>()
            .AddHostedService<StoragePreparation>();

    /// <summary>Creates tables and containers before anything else starts.</summary>
    private sealed class StoragePreparation(AppSettings settings) : IHostedService
    {
        public Task StartAsync(CancellationToken cancellationToken) => settings.Storage.PrepareAsync(cancellationToken);

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
