using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;

namespace FlowFunctions.App.Local;

/// <summary>Node.js, which runs the local storage and the samples' services.</summary>
internal static class NodeJs
{
    private const int Oldest = 20;
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);

    /// <summary>Checks that it is there and new enough.</summary>
    /// <exception cref="StartException">It is not.</exception>
    public static async Task CheckAsync(CancellationToken cancellationToken)
    {
        var version = await VersionAsync(cancellationToken);
        var end = version.IndexOf('.', StringComparison.Ordinal);
        var isKnown = int.TryParse(
            version.AsSpan(1, Math.Max(0, end - 1)),
            NumberStyles.None,
            CultureInfo.InvariantCulture,
            out var major
        );
        if (!isKnown || major < Oldest)
        {
            throw new StartException(
                $"Node.js {Oldest} or later is needed for the local storage; 'node --version' says '{version}'. {Advice}"
            );
        }
    }

    private static string Advice =>
        "Install it from https://nodejs.org, or set AzureWebJobsStorage to the connection string of a storage account.";

    private static async Task<string> VersionAsync(CancellationToken cancellationToken)
    {
        using var process = Start();
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Limit);
        try
        {
            var version = await process.StandardOutput.ReadToEndAsync(limit.Token);
            await process.WaitForExitAsync(limit.Token);
            return version.Trim() is { Length: > 0 } text ? text : "nothing";
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new StartException($"'node --version' did not answer within {Limit.TotalSeconds:0} s. {Advice}");
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }
        }
    }

    private static Process Start()
    {
        var start = new ProcessStartInfo("node", ["--version"]) { RedirectStandardOutput = true };
        start.Environment.Remove("NODE_OPTIONS");
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception exception)
        {
            throw new StartException(
                $"Node.js was not found; the local storage needs version {Oldest} or later. {Advice}",
                exception
            );
        }
    }
}
