using System.Diagnostics;
using System.Globalization;

namespace FlowFunctions.App.Local;

/// <summary>
/// Remembers the process of the local storage. It outlives an app that was killed by a moment in which it saves its data; another
/// one may touch that data only then.
/// </summary>
/// <param name="folder">The data folder.</param>
internal sealed class EmulatorProcess(string folder)
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);

    // Start times are derived from the clock, and differ a little from reader to reader.
    private static readonly TimeSpan Tolerance = TimeSpan.FromSeconds(5);
    private readonly string _file = Path.Combine(folder, "storage.process");

    /// <summary>Remembers a process.</summary>
    public async Task KeepAsync(int processId)
    {
        try
        {
            using var process = Process.GetProcessById(processId);
            var started = process.StartTime.ToUniversalTime().Ticks;
            await File.WriteAllTextAsync(_file, string.Create(CultureInfo.InvariantCulture, $"{processId} {started}"));
        }
        catch (Exception exception) when (exception is ArgumentException or InvalidOperationException)
        {
            // It has ended already.
        }
    }

    /// <summary>Waits until the process that was remembered has ended; after 10 s it is ended by force.</summary>
    public async Task WaitForOldAsync(CancellationToken cancellationToken)
    {
        using var process = Find();
        if (process is null)
        {
            return;
        }

        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Limit);
        try
        {
            await process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync(cancellationToken);
        }
    }

    private Process? Find()
    {
        if (!File.Exists(_file) || File.ReadAllText(_file).Split(' ') is not [var id, var ticks])
        {
            return null;
        }

        try
        {
            var process = Process.GetProcessById(int.Parse(id, CultureInfo.InvariantCulture));
            var started = new DateTime(long.Parse(ticks, CultureInfo.InvariantCulture), DateTimeKind.Utc);
            if ((process.StartTime.ToUniversalTime() - started).Duration() < Tolerance)
            {
                return process;
            }

            // Another process has got its number.
            process.Dispose();
        }
        catch (Exception exception)
            when (exception
                    is ArgumentException
                        or FormatException
                        or OverflowException
                        or InvalidOperationException
                        or System.ComponentModel.Win32Exception
            )
        {
            // It has ended, or is somebody else's.
        }

        return null;
    }
}
