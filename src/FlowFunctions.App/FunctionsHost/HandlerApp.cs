using FlowFunctions.App.Access;
using FlowFunctions.App.Access.Audit;
using FlowFunctions.App.Durable;
using FlowFunctions.App.Hosting;
using FlowFunctions.App.Limits;
using FlowFunctions.App.Local;
using FlowFunctions.App.Scripts;
using FlowFunctions.App.Secrets;
using FlowFunctions.App.Settings;
using FlowFunctions.App.Site;
using FlowFunctions.App.Triggers.Queues;

namespace FlowFunctions.App.FunctionsHost;

/// <summary>The app as the handler that an Azure Functions host starts and calls: no data folder, no samples, no storage of its own.</summary>
internal static class HandlerApp
{
    /// <summary>Calls that are being answered when the handler is told to stop may go on for so long.</summary>
    private static readonly TimeSpan RequestLimit = TimeSpan.FromSeconds(5);

    /// <summary>Runs until it is told to stop, or the host is gone.</summary>
    /// <param name="host">What the host tells.</param>
    /// <param name="values">The settings.</param>
    /// <param name="stop">Asks to stop.</param>
    /// <exception cref="SettingException">A setting cannot be used.</exception>
    /// <exception cref="StartException">The storage account cannot be used, or the port is in use.</exception>
    public static async Task RunAsync(FunctionsHostSettings host, SettingValues values, CancellationToken stop)
    {
        var settings = SettingsOf(host, values);
        await StorageStart.PrepareAsync(settings.Storage, stop);
        await using var app = await StartAsync(settings, stop);
        try
        {
            await app.WaitForShutdownAsync(stop);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // Asked to stop: the app ends in order below.
        }
    }

    private static async Task<FlowApp> StartAsync(AppSettings settings, CancellationToken stop)
    {
        try
        {
            return await FlowApp.StartAsync(settings, Configure, stop);
        }
        catch (Exception exception) when (ListenPort.Of(exception, settings.Url) is { } failure)
        {
            throw failure;
        }
    }

    private static AppSettings SettingsOf(FunctionsHostSettings host, SettingValues values)
    {
        var storage = StorageSetting.Require(values);
        return new AppSettings
        {
            FunctionsHost = host,
            Url = host.Url,
            Access = AccessConfiguration.Read(values),
            Limits = LimitSettings.Read(values, isLocal: false),
            Storage = storage,
            IsEmulator = storage.IsEmulator,
            Audit = AuditSettings.Read(values),
            Tending = TendingSettings.Read(values),
            Env = AppOptions.EnvOf(values),
            SiteFolder = SiteFolder.Of(AppContext.BaseDirectory),
            Queues = QueueSettings.Read(values),
            Runners = RunnerSettings.Read(values),
            Secret = values.Under(SettingNames.SecretPrefix).GetValueOrDefault,
            Secrets = SecretSettings.Read(values),

            // Others reach the app here, and its network is not theirs.
            AllowPrivateNetwork = AppOptions.Switch(values, SettingNames.AllowPrivateNetwork, otherwise: false),
        };
    }

    private static void Configure(WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<IHostLifetime, QuietLifetime>();
        builder.Services.Configure<HostOptions>(static options => options.ShutdownTimeout = RequestLimit);
    }
}
