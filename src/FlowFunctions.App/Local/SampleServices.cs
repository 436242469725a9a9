using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace FlowFunctions.App.Local;

/// <summary>The services that the samples call, as a child process that ends with this one.</summary>
internal sealed class SampleServices : IAsyncDisposable
{
    /// <summary>The value under <c>env</c> in which the samples look for them.</summary>
    public const string EnvName = "API";

    private const string PortFile = "sample-services.port";
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(1);
    private readonly Process _process;
    private readonly Task _output;

    private SampleServices(Process process, string url)
    {
        _process = process;
        Url = url;
        _output = process.StandardOutput.BaseStream.CopyToAsync(Stream.Null);
    }

    /// <summary>Where they listen.</summary>
    public string Url { get; }

    /// <summary>
    /// Starts them, at the port of the last start if that is free: runs that go on since then have its address in their <c>env</c>.
    /// </summary>
    /// <param name="script">Their program.</param>
    /// <param name="dataFolder">Where the port is remembered.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The services, or null when they did not start.</returns>
    public static async Task<SampleServices?> StartAsync(
        string script,
        string dataFolder,
        CancellationToken cancellationToken
    )
    {
        var file = Path.Combine(dataFolder, PortFile);
        var last =
            File.Exists(file) && int.TryParse(await File.ReadAllTextAsync(file, cancellationToken), out var port)
                ? port
                : 0;
        var services =
            (last > 0 ? await TryStartAsync(script, last, cancellationToken) : null)
            ?? await TryStartAsync(script, 0, cancellationToken);
        if (services is not null)
        {
            var now = new Uri(services.Url).Port.ToString(CultureInfo.InvariantCulture);
            await File.WriteAllTextAsync(file, now, cancellationToken);
        }

        return services;
    }

    /// <summary>Ends them.</summary>
    public async ValueTask DisposeAsync()
    {
        await EndAsync(_process);
        await _output;
        _process.Dispose();
    }

    private static async Task<SampleServices?> TryStartAsync(
        string script,
        int port,
        CancellationToken cancellationToken
    )
    {
        if (Start(script, port) is not { } process)
        {
            return null;
        }

        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(StartLimit);
        try
        {
            if (await process.StandardOutput.ReadLineAsync(limit.Token) is { } line)
            {
                return new SampleServices(process, JsonElement.Parse(line).GetProperty("url").GetString()!);
            }
        }
        catch (Exception exception) when (exception is JsonException or OperationCanceledException)
        {
            // Ended below.
        }

        await EndAsync(process);
        process.Dispose();
        cancellationToken.ThrowIfCancellationRequested();
        return null;
    }

    private static Process? Start(string script, int port)
    {
        var start = new ProcessStartInfo(
            "node",
            [script, "--with-parent", "--port", port.ToString(CultureInfo.InvariantCulture)]
        )
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment.Remove("NODE_OPTIONS");
        try
        {
            var process = Process.Start(start)!;
            process.ErrorDataReceived += static (_, _) => { };
            process.BeginErrorReadLine();
            return process;
        }
        catch (Win32Exception)
        {
            return null;
        }
    }

    private static async Task EndAsync(Process process)
    {
        try
        {
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // They have ended by themselves.
        }

        using var limit = new CancellationTokenSource(StopLimit);
        try
        {
            await process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync(CancellationToken.None);
        }
    }
}
