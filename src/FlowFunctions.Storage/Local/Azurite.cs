using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace FlowFunctions.Storage.Local;

/// <summary>
/// A running Azurite, Azure's storage emulator, on loopback. It is a child process that ends in order when it is disposed and also
/// when this process dies (<c>infra/local/azurite.cjs</c>).
/// </summary>
public sealed class Azurite : IAsyncDisposable
{
    private const string Listening = " is successfully listening at ";
    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(4);
    private readonly Process _process;
    private readonly Task _errors;
    private readonly StringBuilder _said = new();
    private readonly Dictionary<string, string> _addresses = new(StringComparer.Ordinal);
    private Task _output = Task.CompletedTask;
    private bool _disposed;

    private Azurite(Process process)
    {
        _process = process;
        _errors = ReadErrorsAsync();
    }

    /// <summary>How clients find and authorise themselves at it.</summary>
    public string ConnectionString =>
        $"DefaultEndpointsProtocol={BlobEndpoint.Scheme};AccountName={AccountName};AccountKey={AccountKey};"
        + $"BlobEndpoint={BlobEndpoint};QueueEndpoint={QueueEndpoint};TableEndpoint={TableEndpoint};";

    /// <summary>The address of the Blob service.</summary>
    public Uri BlobEndpoint => Endpoint("Blob");

    /// <summary>The address of the Queue service.</summary>
    public Uri QueueEndpoint => Endpoint("Queue");

    /// <summary>The address of the Table service.</summary>
    public Uri TableEndpoint => Endpoint("Table");

    /// <summary>The id of its process.</summary>
    public int ProcessId => _process.Id;

    /// <summary>The account that every emulator has.</summary>
    public static string AccountName => "devstoreaccount1";

    /// <summary>The key of that account, which is public.</summary>
    public static string AccountKey =>
        "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";

    /// <summary>Installs Azurite if need be, starts it and waits until all three services answer.</summary>
    /// <param name="options">Where it is and how it runs.</param>
    /// <param name="progress">Told of each phase in plain words.</param>
    /// <param name="cancellationToken">Stops the start.</param>
    /// <returns>The running emulator.</returns>
    /// <exception cref="AzuriteException">Node.js or npm is missing, a port is in use, or Azurite did not start.</exception>
    public static async Task<Azurite> StartAsync(
        AzuriteOptions options,
        IProgress<string>? progress = null,
        CancellationToken cancellationToken = default
    )
    {
        await new AzuriteInstallation(options.Folder).EnsureAsync(progress, cancellationToken);
        progress?.Report("Starting Azurite.");
        var azurite = new Azurite(StartProcess(options));
        try
        {
            await azurite.ListenAsync(cancellationToken);
            progress?.Report(
                $"Azurite listens at {azurite.BlobEndpoint.Authority} (blobs), "
                    + $"{azurite.QueueEndpoint.Authority} (queues) and {azurite.TableEndpoint.Authority} (tables)."
            );
            return azurite;
        }
        catch
        {
            await azurite.DisposeAsync();
            throw;
        }
    }

    /// <summary>Installs Azurite unless it is: from npm, once for each state of the lock file. It can take a minute.</summary>
    /// <param name="folder">See <see cref="AzuriteOptions.Folder"/>.</param>
    /// <param name="progress">Told before the installation, if there is one.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="AzuriteException">npm is missing or failed, or the folder cannot be written.</exception>
    public static Task InstallAsync(
        string folder,
        IProgress<string>? progress = null,
        CancellationToken cancellationToken = default
    ) => new AzuriteInstallation(folder).EnsureAsync(progress, cancellationToken);

    /// <summary>Waits until Azurite has ended, whoever ended it.</summary>
    /// <param name="cancellationToken">Stops the waiting.</param>
    /// <returns>Ends with the process.</returns>
    public Task WaitForExitAsync(CancellationToken cancellationToken = default) =>
        _process.WaitForExitAsync(cancellationToken);

    /// <summary>Ends Azurite in order, so that it saves what it holds; after 4 s by force.</summary>
    /// <returns>Ends with the process.</returns>
    public async ValueTask DisposeAsync() => await StopAsync(StopLimit);

    /// <summary>Ends Azurite in order, so that it saves what it holds.</summary>
    /// <param name="patience">After this time it is ended by force.</param>
    /// <returns>Ends with the process.</returns>
    public async Task StopAsync(TimeSpan patience)
    {
        if (Interlocked.Exchange(ref _disposed, true))
        {
            return;
        }

        try
        {
            _process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It has ended by itself.
        }

        using var limit = new CancellationTokenSource(patience);
        try
        {
            await _process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync(CancellationToken.None);
        }

        await Task.WhenAll(_output, _errors);
        _process.Dispose();
    }

    private Uri Endpoint(string service) => new($"{_addresses[service]}/{AccountName}");

    private static Process StartProcess(AzuriteOptions options)
    {
        var start = new ProcessStartInfo("node", Arguments(options))
        {
            WorkingDirectory = options.Folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        // Inherited options (a debugger's, a test runner's) are not for it.
        start.Environment.Remove("NODE_OPTIONS");
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception exception)
        {
            throw new AzuriteException("node was not found. Install Node.js 20 or later.", exception);
        }
    }

    private static List<string> Arguments(AzuriteOptions options)
    {
        var arguments = new List<string> { "azurite.cjs", "--silent", "--disableTelemetry" };
        foreach (
            var (name, port) in ((string, int)[])
                [
                    ("--blobPort", options.BlobPort),
                    ("--queuePort", options.QueuePort),
                    ("--tablePort", options.TablePort),
                ]
        )
        {
            arguments.AddRange([name, port.ToString(CultureInfo.InvariantCulture)]);
        }

        arguments.AddRange(
            options.DataFolder is { } data ? ["--location", Path.GetFullPath(data)] : ["--inMemoryPersistence"]
        );
        if (options.Https is { } https)
        {
            arguments.AddRange(["--cert", https.Certificate, "--key", https.Key, "--oauth", "basic"]);
        }

        return arguments;
    }

    private async Task ListenAsync(CancellationToken cancellationToken)
    {
        while (_addresses.Count < 3)
        {
            if (await _process.StandardOutput.ReadLineAsync(cancellationToken) is not { } line)
            {
                await _errors;
                throw Failure(_said.ToString().Trim());
            }

            var at = line.IndexOf(Listening, StringComparison.Ordinal);
            if (at >= 0)
            {
                _addresses[line.Split(' ')[1]] = line[(at + Listening.Length)..].Trim();
            }
        }

        _output = _process.StandardOutput.ReadToEndAsync(CancellationToken.None);
    }

    private static AzuriteException Failure(string said) =>
        said.Contains("EADDRINUSE", StringComparison.Ordinal)
            ? new($"A port of the local storage is in use; stop what uses it or choose another one.\n{said}")
            : new($"Azurite did not start; it needs Node.js 20 or later.\n{said}");

    private async Task ReadErrorsAsync()
    {
        while (await _process.StandardError.ReadLineAsync() is { } line)
        {
            // What was said first tells the reason; what a long-running emulator warns of need not be kept.
            if (_said.Length < 10_000)
            {
                _said.AppendLine(line);
            }
        }
    }
}
