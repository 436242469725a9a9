using System.Text.Json;
using System.Threading.Channels;
using FlowFunctions.Runners.Calls;

namespace FlowFunctions.Runners.Sessions;

/// <summary>
/// Writes a session's answer: JSON lines as they come. An empty line goes first, so that the caller knows that the call was accepted, and
/// again whenever there was nothing to say for a while, so that nobody on the way takes the connection for dead.
/// </summary>
internal sealed class AnswerWriter : IScriptLog
{
    /// <summary>How many lines may wait for a slow connection; of those beyond, their number is told only.</summary>
    private const int MaxWaiting = 10_000;

    private static readonly TimeSpan Pulse = TimeSpan.FromSeconds(10);
    private static readonly ReadOnlyMemory<byte> LineFeed = "\n"u8.ToArray();

    private readonly Stream _stream;
    private readonly TimeProvider _time;
    private readonly Channel<ScriptLine> _lines;
    private int _missing;

    public AnswerWriter(Stream stream, TimeProvider time)
    {
        (_stream, _time) = (stream, time);
        var options = new BoundedChannelOptions(MaxWaiting)
        {
            FullMode = BoundedChannelFullMode.DropWrite,
            SingleReader = true,
        };
        _lines = Channel.CreateBounded<ScriptLine>(options, _ => Interlocked.Increment(ref _missing));
    }

    public void Write(in ScriptLine line) => _lines.Writer.TryWrite(line);

    /// <summary>Writes until the result is known, then that.</summary>
    /// <exception cref="IOException">The caller is gone.</exception>
    public async Task WriteAsync(Task<ScriptResult> running, CancellationToken cancellationToken)
    {
        await PulseAsync(cancellationToken);
        _ = running.ContinueWith(_ => _lines.Writer.Complete(), CancellationToken.None, default, TaskScheduler.Default);
        while (await HasLinesAsync(cancellationToken))
        {
            while (_lines.Reader.TryRead(out var line))
            {
                await WriteLineAsync(new() { Log = new(line.Level, line.Text, line.IsContinued) }, cancellationToken);
            }

            await WriteMissingAsync(cancellationToken);
            await _stream.FlushAsync(cancellationToken);
        }

        await WriteLineAsync(Line(await running), cancellationToken);
        await _stream.FlushAsync(cancellationToken);
    }

    private static SessionLine Line(ScriptResult result) =>
        result switch
        {
            ScriptResult.Succeeded succeeded => new() { Succeeded = new(succeeded.Output) },
            _ => new() { Failed = (ScriptResult.Failed)result },
        };

    private async Task<bool> HasLinesAsync(CancellationToken cancellationToken)
    {
        var waiting = _lines.Reader.WaitToReadAsync(cancellationToken).AsTask();
        while (true)
        {
            try
            {
                return await waiting.WaitAsync(Pulse, _time, cancellationToken);
            }
            catch (TimeoutException)
            {
                await PulseAsync(cancellationToken);
            }
        }
    }

    private async Task PulseAsync(CancellationToken cancellationToken)
    {
        await _stream.WriteAsync(LineFeed, cancellationToken);
        await _stream.FlushAsync(cancellationToken);
    }

    private Task WriteMissingAsync(CancellationToken cancellationToken)
    {
        var missing = Interlocked.Exchange(ref _missing, 0);
        var text = $"{missing} lines are missing here: they came faster than they could be sent.";
        return missing == 0
            ? Task.CompletedTask
            : WriteLineAsync(new() { Log = new(ScriptLogLevel.Warning, text, false) }, cancellationToken);
    }

    private async Task WriteLineAsync(SessionLine line, CancellationToken cancellationToken)
    {
        await JsonSerializer.SerializeAsync(_stream, line, SessionJson.Default.SessionLine, cancellationToken);
        await _stream.WriteAsync(LineFeed, cancellationToken);
    }
}
