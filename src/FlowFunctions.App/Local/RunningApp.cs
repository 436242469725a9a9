using FlowFunctions.App.Access.SignIn;
using FlowFunctions.App.Hosting;
using FlowFunctions.App.Runs.Records;
using FlowFunctions.App.Settings;
using FlowFunctions.App.Site;
using FlowFunctions.App.Workspaces;
using FlowFunctions.Runners;
using FlowFunctions.Steps.Catalog;

namespace FlowFunctions.App.Local;

/// <summary>An app on this machine with all that it needs: its data folder, a storage, the samples and their services.</summary>
internal sealed class RunningApp : IAsyncDisposable
{
    /// <summary>Requests that are being answered when the app is told to stop may go on for so long.</summary>
    private static readonly TimeSpan RequestLimit = TimeSpan.FromSeconds(1);

    private static readonly SystemPackage Bubblewrap = new("bubblewrap");
    private readonly AppOptions _options;
    private readonly StartReport _report;
    private readonly TimeProvider _time = TimeProvider.System;
    private DataFolderLock? _lock;
    private LocalStorage? _local;
    private SampleServices? _services;
    private FlowApp? _app;

    private RunningApp(AppOptions options, StartReport report)
    {
        _options = options;
        _report = report;
    }

    /// <summary>Where it listens.</summary>
    public string Address => _app!.Address;

    /// <summary>Whether the sample is there that people are told to try first.</summary>
    public bool HasSample { get; private set; }

    /// <summary>Whether there is a builder to see, or will be.</summary>
    public bool HasSite => _app!.Services.GetRequiredService<SiteSource>().IsComing;

    /// <summary>Starts everything, phase by phase.</summary>
    /// <param name="options">What the program is told.</param>
    /// <param name="report">Told how it goes.</param>
    /// <param name="cancellationToken">Gives up; what was started is ended.</param>
    public static async Task<RunningApp> StartAsync(
        AppOptions options,
        StartReport report,
        CancellationToken cancellationToken
    )
    {
        var app = new RunningApp(options, report);
        try
        {
            await app.StartAsync(cancellationToken);
            return app;
        }
        catch
        {
            await app.DisposeAsync();
            throw;
        }
    }

    /// <summary>Ends everything in order: requests and runs, then services and storage.</summary>
    public async ValueTask DisposeAsync()
    {
        var deadline = new StopDeadline(_time);
        if (_app is not null)
        {
            await deadline.WaitAsync(_app.DisposeAsync().AsTask(), StopDeadline.ForStorage);
        }

        await Task.WhenAll(
            _services?.DisposeAsync().AsTask() ?? Task.CompletedTask,
            _local?.StopAsync(deadline.Left) ?? Task.CompletedTask
        );
        _lock?.Dispose();
    }

    private async Task StartAsync(CancellationToken cancellationToken)
    {
        ListenPort.Check(_options.Url);
        _lock = DataFolderLock.Take(_options.DataFolder);
        var storage = await OpenStorageAsync(cancellationToken);
        if (_local is not null && _options.HasSamples)
        {
            await LoadSamplesAsync(storage, cancellationToken);
        }

        await InstallSandboxAsync(cancellationToken);
        _app = await ListenAsync(SettingsFor(storage), cancellationToken);
        _report.Say($"  {"Scripts", -10} {DescribeScripts()}");
        _local?.Watch(token => RestoreAsync(storage, token));
    }

    /// <summary>Scripts run in a sandbox only; its program is one small package.</summary>
    private async Task InstallSandboxAsync(CancellationToken cancellationToken)
    {
        if (_options.InstallsPackages && _options.Runners.NeedsBubblewrap && SystemPackage.MayInstall)
        {
            await _report.PhaseAsync(
                "Sandbox",
                () => Bubblewrap.TryInstallAsync(cancellationToken),
                static done => done ? "bubblewrap installed" : "bubblewrap could not be installed"
            );
        }
    }

    private string DescribeScripts() =>
        _app!.Services.GetRequiredService<IScriptRunner>().Outage is { } outage
            ? $"cannot run: {outage}"
            : "run isolated from this machine and from each other";

    private async Task<FlowApp> ListenAsync(AppSettings settings, CancellationToken cancellationToken)
    {
        try
        {
            return await FlowApp.StartAsync(settings, Configure, cancellationToken);
        }
        catch (Exception exception) when (ListenPort.Of(exception, settings.Url) is { } failure)
        {
            throw failure;
        }
    }

    private async Task<StorageConnection> OpenStorageAsync(CancellationToken cancellationToken)
    {
        if (_options.Storage is { } given)
        {
            return await _report.PhaseAsync(
                "Storage",
                async () =>
                {
                    await StorageStart.PrepareAsync(given, cancellationToken);
                    return given;
                },
                static storage => $"the account {storage.Name} is ready"
            );
        }

        var programs =
            WorkingCopy.Around(AppContext.BaseDirectory)
            ?? throw new StartException(
                "The local storage is part of a working copy of FlowFunctions, which this is not. Set AzureWebJobsStorage to the connection string of a storage account."
            );
        var options = new LocalStorageOptions(
            Path.Combine(programs, "infra", "local"),
            _options.DataFolder,
            _options.StoragePort
        );
        return await _report.PhaseAsync(
            "Storage",
            async () =>
            {
                _local = await LocalStorage.OpenAsync(options, _report, _time, cancellationToken);
                var storage = StorageConnection.Of(_local.ConnectionString);
                await StorageStart.PrepareAsync(storage, cancellationToken);
                return storage;
            },
            _ => _local!.Description
        );
    }

    private async Task LoadSamplesAsync(StorageConnection storage, CancellationToken cancellationToken)
    {
        if (WorkingCopy.Around(AppContext.BaseDirectory) is not { } copy)
        {
            return;
        }

        var folder = Path.Combine(copy, "samples");
        using var types = StepTypes.BuiltIn();
        var samples = Samples.In(storage.Account, folder, _options.DataFolder, types);
        await _report.PhaseAsync(
            "Samples",
            async () =>
            {
                var loaded = await samples.LoadAsync(Workspace.Default, cancellationToken);
                HasSample = await samples.HasFirstAsync(Workspace.Default, cancellationToken);
                if (
                    !_options.Env.ContainsKey(SampleServices.EnvName)
                    && await samples.NeedServicesAsync(Workspace.Default, cancellationToken)
                )
                {
                    var script = Path.Combine(folder, "services", "server.mjs");
                    _services = await SampleServices.StartAsync(script, _options.DataFolder, cancellationToken);
                }

                return loaded;
            },
            Describe
        );
    }

    private string Describe(IReadOnlyList<string> loaded)
    {
        var flows = loaded.Count > 0 ? $"{loaded.Count} flows loaded" : "none loaded, because there are flows";
        return _services is null ? flows : $"{flows}; the services that they call listen at {_services.Url}";
    }

    private AppSettings SettingsFor(StorageConnection storage)
    {
        var env = new Dictionary<string, string>(_options.Env, StringComparer.Ordinal);
        if (_services is not null)
        {
            env[SampleServices.EnvName] = _services.Url;
        }

        return new AppSettings
        {
            Storage = storage,
            IsEmulator = storage.IsEmulator,
            DataFolder = _options.DataFolder,
            Url = _options.Url,
            Access = _options.Access,
            Limits = _options.Limits,
            Backend = _options.Backend,
            Audit = _options.Audit,
            Tending = _options.Tending,
            Env = env,
            Secret = _options.Secrets.GetValueOrDefault,
            Secrets = _options.Vault,
            Durability = _options.Durability,
            AllowPrivateNetwork = _options.AllowPrivateNetwork,
            Runners = _options.Runners,
            SiteFolder = SiteFolder.Of(AppContext.BaseDirectory),
            TimeProvider = _time,
        };
    }

    private void Configure(WebApplicationBuilder builder)
    {
        // Why the app could not start is said in plain words, once.
        builder.Logging.AddFilter(
            "Microsoft.Extensions.Hosting.Internal.Host",
            level => _app is not null && level >= LogLevel.Warning
        );
        builder.Services.AddSingleton<IHostLifetime, QuietLifetime>();
        builder.Services.Configure<HostOptions>(static options => options.ShutdownTimeout = RequestLimit);
        if (_options.Access.IsLocal)
        {
            builder.Services.AddSingleton<IStartupFilter, LocalCallers>();
        }

        builder.Services.AddSingleton(_report);
        if (_options.Backend is null)
        {
            builder.Services.AddHostedService<JournalOpened>();
        }

        if (_options.BuildsSite)
        {
            SiteBuilding.AddTo(builder.Services);
        }
    }

    /// <summary>The emulator was killed and runs again: it may have lost what it was told in its last seconds.</summary>
    private async Task RestoreAsync(StorageConnection storage, CancellationToken cancellationToken)
    {
        await storage.Account.EnsureAsync(cancellationToken);
        _app!.Services.GetService<RecordService>()?.StoreAgain();
    }
}
