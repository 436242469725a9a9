using FlowFunctions.Runners.Calls;

namespace FlowFunctions.Runners.Logs;

/// <summary>Reads what a process prints on one of its streams, to the end, whether or not somebody wants it: a full pipe would stop the process.</summary>
internal sealed class LogPump
{
    private const int BufferBytes = 8 * 1024;

    private readonly Stream _stream;
    private readonly LineAssembler _lines;
    private readonly Lock _lock = new();
    private TaskCompletionSource? _marked;

    /// <param name="stream">The stream.</param>
    /// <param name="level">The level of its lines.</param>
    /// <param name="tap">Where they go.</param>
    public LogPump(Stream stream, ScriptLogLevel level, LogTap tap)
    {
        _stream = stream;
        _lines = new LineAssembler(level, tap.Write);
        Completion = ReadAsync();
    }

    /// <summary>Done once everything was read.</summary>
    public Task Completion { get; }

    /// <summary>Asks for the end of a call to be seen.</summary>
    /// <param name="mark">What is printed then.</param>
    /// <returns>Done when it was printed, or the stream has ended.</returns>
    public Task Expect(string mark)
    {
        lock (_lock)
        {
            _marked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _lines.Expect(LineAssembler.Mark + "." + mark);
            return Task.WhenAny(_marked.Task, Completion);
        }
    }

    private async Task ReadAsync()
    {
        var buffer = new byte[BufferBytes];
        try
        {
            while (await _stream.ReadAsync(buffer) is > 0 and var count)
            {
                Add(buffer.AsSpan(0, count));
            }
        }
        catch (Exception exception) when (exception is IOException or ObjectDisposedException)
        {
            // Closed on this side.
        }

        lock (_lock)
        {
            _lines.Flush();
        }
    }

    private void Add(ReadOnlySpan<byte> bytes)
    {
        lock (_lock)
        {
            _lines.Add(bytes);
            if (_lines.HasEnded)
            {
                _marked?.TrySetResult();
            }
        }
    }
}
