using System.Diagnostics;
using System.Globalization;

namespace FlowFunctions.App.Local;

/// <summary>A note of the process that an app has started as its local storage.</summary>
/// <param name="file">Where it stands.</param>
internal sealed class EmulatorProcess(string file)
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);

    // Start times are derived from the clock, and differ a little from reader to reader.
    private static readonly TimeSpan Tolerance = TimeSpan.FromSeconds(5);

    /// <summary>
    /// The emulator of a data folder. It outlives an app that was killed by a moment in which it saves its data; another one may touch
    /// that data only then.
    /// </summary>
    public static EmulatorProcess OfFolder(string dataFolder) => new(Path.Combine(dataFolder, "storage.process"));

    /// <summary>The emulator that an app of this user has started at a port.</summary>
    public static EmulatorProcess AtPort(int port) =>
        new(Path.Combine(Path.GetTempPath(), $"flowfunctions-{Environment.UserName}-{port}.process"));

    /// <summary>Whether it runs now.</summary>
    public bool IsRunning
    {
        get
        {
            using var process = Find();
            return process is not null;
        }
    }

    /// <summary>Notes a process.</summary>
    public async Task KeepAsync(int processId)
    {
        try
        {
            using var process = Process.GetProcessById(processId);
            var started = process.StartTime.ToUniversalTime().Ticks;
            await File.WriteAllTextAsync(file, string.Create(CultureInfo.InvariantCulture, $"{processId} {started}"));
        }
        catch (Exception exception)
            when (exception
                    is ArgumentException
                        or InvalidOperationException
                        or IOException
                        or UnauthorizedAccessException
            )
        {
            // It has ended already, or the note is somebody else's.
        }
    }

    /// <summary>Takes the note away, when its process has ended in order.</summary>
    public void Forget()
    {
        try
        {
            File.Delete(file);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // A note of a process that has ended means nothing.
        }
    }

    /// <summary>Waits until the process has ended; after 10 s it is ended by force.</summary>
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
        try
        {
            if (!File.Exists(file) || File.ReadAllText(file).Split(' ') is not [var id, var ticks])
            {
                return null;
            }

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
                        or IOException
                        or UnauthorizedAccessException
                        or System.ComponentModel.Win32Exception
            )
        {
            // It has ended, or is somebody else's.
        }

        return null;
    }
}
