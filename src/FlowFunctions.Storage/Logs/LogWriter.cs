using FlowFunctions.Storage.Accounts;

namespace FlowFunctions.Storage.Logs;

/// <summary>
/// Writes the log of a step attempt behind it: whoever writes a line never waits for storage. Lines are stored when 64 KB have gathered or a
/// second has passed. Up to 1 MB waits while storage is slow, and up to 10 MB are stored; of what is beyond, a line of the log tells.
/// Thread-safe.
/// </summary>
public sealed class LogWriter : IAsyncDisposable
{
    private const string RestartText = "The app was restarted here; the attempt begins again.";
    private static readonly TimeSpan CloseLimit = TimeSpan.FromSeconds(10);
    private readonly Lock _lock = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly LogBlob _blob;
    private readonly LogLimits _limits;
    private readonly TimeProvider _time;
    private readonly LogBuffer _buffer;
    private readonly DateTimeOffset _opened;
    private TaskCompletionSource _hurry = NewSignal();
    private Task _pump = Task.CompletedTask;
    private ReadOnlyMemory<byte> _taken;
    private bool _isPumping;
    private bool _isClosed;
    private bool _hasEnded;
    private bool _hasFailed;

    internal LogWriter(LogBlob blob, LogLimits limits, TimeProvider time)
    {
        (_blob, _limits, _time) = (blob, limits, time);
        _buffer = new LogBuffer(limits.BufferBytes);
        _opened = time.GetUtcNow();
    }

    /// <summary>Whether every line so far is stored or waits; false once some were left out. Final after the writer was disposed.</summary>
    public bool IsComplete
    {
        get
        {
            lock (_lock)
            {
                return !_hasEnded && !_hasFailed && !_buffer.HasLost;
            }
        }
    }

    /// <summary>Adds a line. One that comes after the log was closed is left out.</summary>
    /// <param name="level">How much it matters.</param>
    /// <param name="text">What it says; beyond 16,000 characters it is cut.</param>
    public void Write(StepLogLevel level, string text)
    {
        lock (_lock)
        {
            if (_hasEnded || _isClosed)
            {
                return;
            }

            _buffer.Add(_time.GetUtcNow(), level, text);
            if (_buffer.Length >= _limits.FlushBytes)
            {
                _hurry.TrySetResult();
            }

            if (!_isPumping)
            {
                _isPumping = true;
                _pump = Task.Run(PumpAsync);
            }
        }
    }

    /// <summary>Stores what waits, as far as storage takes it within 10 s, and closes the log. Never throws.</summary>
    public async ValueTask DisposeAsync()
    {
        Task pump;
        lock (_lock)
        {
            _isClosed = true;
            _hurry.TrySetResult();
            pump = _pump;
        }

        using var limit = new CancellationTokenSource(CloseLimit, _time);
        await using (limit.Token.Register(_stop.Cancel))
        {
            await pump;
        }

        _stop.Dispose();
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private async Task PumpAsync()
    {
        while (true)
        {
            await WaitAsync();
            if (!Take())
            {
                return;
            }

            var isStored = await TryStoreAsync();
            lock (_lock)
            {
                if (isStored)
                {
                    _taken = default;
                }
                else if (_isClosed)
                {
                    _hasFailed = true;
                    _isPumping = false;
                    return;
                }
            }
        }
    }

    private async Task WaitAsync()
    {
        Task hurry;
        lock (_lock)
        {
            hurry = _hurry.Task;
        }

        try
        {
            await hurry.WaitAsync(_limits.FlushInterval(_blob.Blocks), _time);
        }
        catch (TimeoutException)
        {
            // Time to store what there is.
        }
    }

    /// <summary>Takes what waits, unless lines that were taken before are still to be stored.</summary>
    /// <returns>Whether there is something to store.</returns>
    private bool Take()
    {
        lock (_lock)
        {
            if (!_isClosed)
            {
                _hurry = NewSignal();
            }

            if (_taken.IsEmpty && !_hasEnded)
            {
                _taken = _buffer.Take(_time.GetUtcNow());
            }

            _isPumping = !_taken.IsEmpty;
            return _isPumping;
        }
    }

    private async Task<bool> TryStoreAsync()
    {
        try
        {
            if (await _blob.OpenAsync(_stop.Token))
            {
                _taken = (byte[])[.. Warning(_opened, RestartText).Span, .. _taken.Span];
            }

            if (_blob.Blocks <= _limits.MaxBlocks)
            {
                await _blob.AppendAsync(Fitting(), _stop.Token);
            }

            return true;
        }
        catch (Exception exception) when (StorageFailure.Is(exception, default) || _stop.IsCancellationRequested)
        {
            return false;
        }
    }

    /// <summary>The lines that still fit, and after the last one of them why none follow.</summary>
    private ReadOnlyMemory<byte> Fitting()
    {
        if (_blob.Length + _taken.Length <= _limits.MaxBytes && _blob.Blocks < _limits.MaxBlocks)
        {
            return _taken;
        }

        lock (_lock)
        {
            _hasEnded = true;
        }

        var room = _blob.Blocks < _limits.MaxBlocks ? Math.Max(_limits.MaxBytes - _blob.Length, 0) : 0;
        var end = _taken.Span[..(int)Math.Min(room, _taken.Length)].LastIndexOf((byte)'\n') + 1;
        return (byte[])[.. _taken.Span[..end], .. Warning(_time.GetUtcNow(), EndText()).Span];
    }

    private string EndText() =>
        _blob.Blocks < _limits.MaxBlocks
            ? $"The log ends here: {_limits.MaxBytes >> 20} MB of an attempt's log are kept; what follows is left out. Write large output to a file."
            : $"The log ends here: it was added to {_limits.MaxBlocks} times, and cannot be more often; what follows is left out.";

    private static ReadOnlyMemory<byte> Warning(DateTimeOffset at, string text)
    {
        var line = new LogBuffer(1);
        line.Add(at, StepLogLevel.Warning, text);
        return line.Take(default);
    }
}
