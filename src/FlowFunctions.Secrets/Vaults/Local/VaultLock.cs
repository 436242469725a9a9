using System.Diagnostics;

namespace FlowFunctions.Secrets.Vaults.Local;

/// <summary>Makes writers of a vault take turns, also those of other processes; the system frees it when a process ends.</summary>
internal sealed class VaultLock(string path) : IDisposable
{
    /// <summary>How long a writer waits for its turn: a turn takes milliseconds.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);
    private readonly SemaphoreSlim _turn = new(1);

    /// <summary>Waits for its turn.</summary>
    /// <returns>Ends the turn.</returns>
    /// <exception cref="VaultException">It did not come.</exception>
    /// <exception cref="IOException">The file cannot be opened.</exception>
    public async Task<IDisposable> TakeAsync(CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            return new Turn(await OpenAsync(cancellationToken), _turn);
        }
        catch
        {
            _turn.Release();
            throw;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _turn.Dispose();

    private async Task<FileStream> OpenAsync(CancellationToken cancellationToken)
    {
        var start = Stopwatch.GetTimestamp();
        while (true)
        {
            try
            {
                return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException exception) when (IsTaken(exception))
            {
                if (Stopwatch.GetElapsedTime(start) > Patience)
                {
                    throw new VaultException(
                        $"Another process holds the lock of the local vault ('{path}') for more than {Patience.TotalSeconds} seconds. Try again.",
                        isTransient: true,
                        exception
                    );
                }

                await Task.Delay(Pause, cancellationToken);
            }
        }
    }

    /// <summary>ERROR_SHARING_VIOLATION and ERROR_LOCK_VIOLATION on Windows, elsewhere EWOULDBLOCK of flock(2): 11 on Linux, 35 on macOS.</summary>
    private static bool IsTaken(IOException exception) =>
        exception.HResult is unchecked((int)0x80070020) or unchecked((int)0x80070021) or 11 or 35;

    private sealed class Turn(FileStream file, SemaphoreSlim turn) : IDisposable
    {
        public void Dispose()
        {
            file.Dispose();
            turn.Release();
        }
    }
}
