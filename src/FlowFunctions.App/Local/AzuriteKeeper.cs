using FlowFunctions.Storage.Local;

namespace FlowFunctions.App.Local;

/// <summary>
/// Keeps an Azurite running: when its process ends it is started again on the same ports, with pauses that grow while it keeps
/// ending.
/// </summary>
internal sealed class AzuriteKeeper : IAsyncDisposable
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(10);

    // One that has run for so long is not about to end again.
    private static readonly TimeSpan Steady = TimeSpan.FromSeconds(30);
    private readonly AzuriteOptions _options;
    private readonly Func<int, Task> _note;
    private readonly Action<string> _say;
    private readonly TimeProvider _time;
    private readonly CancellationTokenSource _stop = new();
    private Func<CancellationToken, Task> _restarted = static _ => Task.CompletedTask;
    private Azurite _azurite;
    private Task _watch = Task.CompletedTask;

    private AzuriteKeeper(
        Azurite azurite,
        AzuriteOptions options,
        Func<int, Task> note,
        Action<string> say,
        TimeProvider time
    )
    {
        _azurite = azurite;
        _options = options with
        {
            BlobPort = azurite.BlobEndpoint.Port,
            QueuePort = azurite.QueueEndpoint.Port,
            TablePort = azurite.TableEndpoint.Port,
        };
        _note = note;
        _say = say;
        _time = time;
    }

    /// <summary>How clients find it, now and after a restart.</summary>
    public string ConnectionString => _azurite.ConnectionString;

    /// <summary>The first of its ports.</summary>
    public int FirstPort => _options.BlobPort;

    /// <summary>Where it listens, for people.</summary>
    public string Place => $"127.0.0.1:{_options.BlobPort}, {_options.QueuePort} and {_options.TablePort}";

    /// <summary>Starts an Azurite.</summary>
    /// <param name="options">How.</param>
    /// <param name="note">Notes the id of its process, then and after each restart.</param>
    /// <param name="say">Told when it ends and is started again.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="AzuriteException">It did not start.</exception>
    public static async Task<AzuriteKeeper> StartAsync(
        AzuriteOptions options,
        Func<int, Task> note,
        Action<string> say,
        TimeProvider time,
        CancellationToken cancellationToken
    )
    {
        var azurite = await Azurite.StartAsync(options, progress: null, cancellationToken);
        await note(azurite.ProcessId);
        return new AzuriteKeeper(azurite, options, note, say, time);
    }

    /// <summary>Begins to watch over it.</summary>
    /// <param name="restarted">Called after each restart: what was stored in the last seconds before may be lost.</param>
    public void Watch(Func<CancellationToken, Task> restarted)
    {
        _restarted = restarted;
        _watch = Task.Run(WatchAsync);
    }

    /// <summary>Ends it in order.</summary>
    /// <param name="patience">After this time it is ended by force.</param>
    public async Task StopAsync(TimeSpan patience)
    {
        await _stop.CancelAsync();
        await _watch;
        await _azurite.StopAsync(patience);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _watch;
        await _azurite.DisposeAsync();
        _stop.Dispose();
    }

    private async Task WatchAsync()
    {
        var pause = FirstPause;
        try
        {
            while (true)
            {
                var begin = _time.GetTimestamp();
                await _azurite.WaitForExitAsync(_stop.Token);
                pause = _time.GetElapsedTime(begin) > Steady ? FirstPause : pause;
                _say(
                    "The local storage has ended unexpectedly. It is started again; until then requests that need it answer 503."
                );
                await _azurite.DisposeAsync();
                pause = await RestartAsync(pause);
                await RestoreAsync();
                _say("The local storage is back.");
            }
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // The app stops.
        }
    }

    /// <returns>The pause before the next restart.</returns>
    private async Task<TimeSpan> RestartAsync(TimeSpan pause)
    {
        while (true)
        {
            await Task.Delay(pause, _time, _stop.Token);
            pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
            try
            {
                _azurite = await Azurite.StartAsync(_options, progress: null, _stop.Token);
                await _note(_azurite.ProcessId);
                return pause;
            }
            catch (AzuriteException exception)
            {
                _say(
                    $"The local storage cannot be started; the next try is in {pause.TotalSeconds:0.#} s. {exception.Message}"
                );
            }
        }
    }

    private async Task RestoreAsync()
    {
        try
        {
            await _restarted(_stop.Token);
        }
#pragma warning disable CA1031 // It may have ended again, which the next turn of the watch sees.
        catch (Exception exception) when (exception is not OperationCanceledException)
#pragma warning restore CA1031
        {
            _say($"What was stored last could not be stored again: {exception.Message}");
        }
    }
}
