using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using FlowFunctions.Storage.Local;

namespace FlowFunctions.DurableTask.Bench.Worlds;

/// <summary>The app as a Functions host starts it, in a process and a folder of its own, with an emulator for its storage account.</summary>
internal sealed class HandlerProcess : IAsyncDisposable
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);
    private readonly Azurite _azurite;
    private readonly Process _process;
    private readonly string _folder;

    private HandlerProcess(Azurite azurite, Process process, string folder, Uri address) =>
        (_azurite, _process, _folder, Address) = (azurite, process, folder, address);

    /// <summary>Where it listens.</summary>
    public Uri Address { get; }

    /// <summary>Processor time that it has used up.</summary>
    public TimeSpan ProcessorTime
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime;
        }
    }

    /// <summary>Memory in MB that it has in use.</summary>
    public double Megabytes
    {
        get
        {
            _process.Refresh();
            return _process.WorkingSet64 / 1048576.0;
        }
    }

    /// <param name="dll">The app's dll; null for the Release build.</param>
    public static async Task<HandlerProcess> StartAsync(string? dll)
    {
        var folder = Directory.CreateTempSubdirectory("flow-bench-").FullName;
        var azurite = await Azurite.StartAsync(new AzuriteOptions(PathOf("infra/local")));
        var port = FreePort();
        var start = new ProcessStartInfo("dotnet")
        {
            RedirectStandardOutput = true,
            WorkingDirectory = folder,
            Environment =
            {
                ["FUNCTIONS_CUSTOMHANDLER_PORT"] = port.ToString(CultureInfo.InvariantCulture),
                ["AzureWebJobsStorage"] = azurite.ConnectionString,
                ["FLOW_ALLOW_PRIVATE_NETWORK"] = "true",
            },
        };
        start.ArgumentList.Add(dll ?? PathOf("src/FlowFunctions.App/bin/Release/net10.0/FlowFunctions.App.dll"));
        var process = Process.Start(start)!;
        _ = process.StandardOutput.ReadToEndAsync();
        var handler = new HandlerProcess(azurite, process, folder, new Uri($"http://127.0.0.1:{port}"));
        await handler.AnswersAsync();
        return handler;
    }

    /// <summary>As a host ends it: at once.</summary>
    public async ValueTask DisposeAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        await _azurite.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    /// <summary>Asks until anything answers, as a host does.</summary>
    private async Task AnswersAsync()
    {
        using var http = new HttpClient { BaseAddress = Address };
        using var limit = new CancellationTokenSource(StartLimit);
        while (true)
        {
            try
            {
                using var answer = await http.GetAsync(new Uri("/", UriKind.Relative), limit.Token);
                return;
            }
            catch (HttpRequestException) when (!_process.HasExited)
            {
                await Task.Delay(Pause, limit.Token);
            }
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static string PathOf(string path, [CallerFilePath] string file = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(file)!, "../../..", path));
}
