using System.Diagnostics.CodeAnalysis;
using FlowFunctions.Storage.Local;

namespace FlowFunctions.App.Local;

/// <summary>The local storage: an Azurite that runs already, or one of this app's own.</summary>
internal sealed class LocalStorage : IAsyncDisposable
{
    private readonly AzuriteKeeper? _own;

    private LocalStorage(string connectionString, string description, AzuriteKeeper? own = null)
    {
        ConnectionString = connectionString;
        Description = description;
        _own = own;
    }

    /// <summary>How clients find it; the same as long as the app runs.</summary>
    public string ConnectionString { get; }

    /// <summary>What was found or started, for people.</summary>
    public string Description { get; }

    /// <summary>Finds or starts it.</summary>
    /// <param name="options">Where it is.</param>
    /// <param name="report">Told of an installation, and of restarts later on.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="StartException">Node.js is missing or too old.</exception>
    /// <exception cref="AzuriteException">Azurite cannot be installed or started.</exception>
    [SuppressMessage("Reliability", "CA2000", Justification = "It is disposed of with what is returned.")]
    public static async Task<LocalStorage> OpenAsync(
        LocalStorageOptions options,
        StartReport report,
        TimeProvider time,
        CancellationToken cancellationToken
    )
    {
        var inFolder = EmulatorProcess.OfFolder(options.DataFolder);
        await inFolder.WaitForOldAsync(cancellationToken);
        var use =
            options.FirstPort == 0 ? PortUse.Free : await EmulatorPorts.FindAsync(options.FirstPort, cancellationToken);
        if (use == PortUse.Azurite)
        {
            return Running(options.FirstPort);
        }

        await NodeJs.CheckAsync(cancellationToken);
        await Azurite.InstallAsync(options.ProgramFolder, new Lines(report), cancellationToken);
        var first = use == PortUse.Free ? options.FirstPort : 0;
        var azurite = new AzuriteOptions(options.ProgramFolder)
        {
            DataFolder = Path.Combine(options.DataFolder, "storage"),
            BlobPort = first,
            QueuePort = first == 0 ? 0 : first + 1,
            TablePort = first == 0 ? 0 : first + 2,
        };
        var own = await AzuriteKeeper.StartAsync(azurite, NoteAsync, report.Say, time, cancellationToken);
        return new LocalStorage(own.ConnectionString, $"Azurite started at {own.Place}{Why(use, options)}", own);

        Task NoteAsync(int processId) =>
            Task.WhenAll(
                inFolder.KeepAsync(processId),
                first == 0 ? Task.CompletedTask : EmulatorProcess.AtPort(first).KeepAsync(processId)
            );
    }

    /// <summary>Calls back after each restart of an emulator of this app's own: what was stored in the last seconds before may be lost.</summary>
    public void Watch(Func<CancellationToken, Task> restarted) => _own?.Watch(restarted);

    /// <summary>Ends an emulator of this app's own in order.</summary>
    /// <param name="patience">After this time it is ended by force.</param>
    public async Task StopAsync(TimeSpan patience)
    {
        if (_own is not null)
        {
            await _own.StopAsync(patience);
            EmulatorProcess.AtPort(_own.FirstPort).Forget();
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _own?.DisposeAsync() ?? ValueTask.CompletedTask;

    private static LocalStorage Running(int first) =>
        new(
            $"DefaultEndpointsProtocol=http;AccountName={Azurite.AccountName};AccountKey={Azurite.AccountKey};"
                + $"BlobEndpoint=http://127.0.0.1:{first}/{Azurite.AccountName};"
                + $"QueueEndpoint=http://127.0.0.1:{first + 1}/{Azurite.AccountName};"
                + $"TableEndpoint=http://127.0.0.1:{first + 2}/{Azurite.AccountName};",
            $"the Azurite that listens already at 127.0.0.1:{PortsFrom(first)} is used (its data is where it was told to keep it)"
        );

    private static string Why(PortUse use, LocalStorageOptions options) =>
        use switch
        {
            PortUse.Other => $", because another program uses {PortsFrom(options.FirstPort)}",
            PortUse.AnotherApp => $", because another FlowFunctions app has its own at {PortsFrom(options.FirstPort)}",
            _ => "",
        };

    private static string PortsFrom(int first) => $"{first}, {first + 1} and {first + 2}";

    private sealed class Lines(StartReport report) : IProgress<string>
    {
        public void Report(string value) => report.Say($"  {value}");
    }
}
