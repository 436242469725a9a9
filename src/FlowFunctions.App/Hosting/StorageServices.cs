using FlowFunctions.Storage.Accounts;

namespace FlowFunctions.App.Hosting;

/// <summary>The storage account and the stores on it.</summary>
internal static class StorageServices
{
    public static IServiceCollection AddStorage(this IServiceCollection services, AppSettings settings) =>
        services.AddSingleton(StorageAccount.Connect(settings.Storage)).AddHostedService<StoragePreparation>();

    /// <summary>Creates tables and containers before anything else starts.</summary>
    private sealed class StoragePreparation(StorageAccount account) : IHostedService
    {
        public Task StartAsync(CancellationToken cancellationToken) => account.EnsureAsync(cancellationToken);

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
