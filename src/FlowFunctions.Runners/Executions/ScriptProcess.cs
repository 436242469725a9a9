using System.Net.Sockets;
using FlowFunctions.Runners.Calls;
using FlowFunctions.Runners.Logs;
using FlowFunctions.Runners.Places;
using FlowFunctions.Runners.Runtimes;
using FlowFunctions.Runners.Sandboxes;

namespace FlowFunctions.Runners.Executions;

/// <summary>A process that waits for a call, then carries it out; with <see cref="ScriptCall.ReuseKey"/> for more of the same.</summary>
internal sealed class ScriptProcess : IAsyncDisposable
{
    private static readonly TimeSpan MarkPatience = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan EndPatience = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan DrainPatience = TimeSpan.FromMilliseconds(100);

    private readonly ISandboxProcess _process;
    private readonly ProcessPlace _place;
    private readonly AnswerReader _answers;
    private readonly LogTap _tap = new();
    private readonly LogPump _output;
    private readonly LogPump _errors;
    private readonly TimeProvider _clock;
    private readonly Task<Answer?> _ready;
    private bool _hasFiles;

    /// <param name="process">The started process.</param>
    /// <param name="place">Its place on disk, which becomes this one's.</param>
    /// <param name="clock">The time.</param>
    public ScriptProcess(ISandboxProcess process, ProcessPlace place, TimeProvider clock)
    {
        _process = process;
        _place = place;
        _clock = clock;
        place.Way?.Log = _tap;
        _answers = new AnswerReader(process.Control);
        _output = new LogPump(process.Output, ScriptLogLevel.Info, _tap);
        _errors = new LogPump(process.Error, ScriptLogLevel.Warning, _tap);
        _ready = _answers.ReadAsync(0, CancellationToken.None);
    }

    /// <summary>Done once it waits for a call; false when it never will.</summary>
    public async Task<bool> IsReadyAsync() => await _ready is { Kind: AnswerKind.Ready };

    /// <summary>Whether it has ended.</summary>
    public bool HasEnded => _process.WaitAsync().IsCompleted;

    /// <summary>Whether another call may be made: the last one left nothing behind.</summary>
    public bool IsReusable { get; private set; }

    /// <summary>Whether it is still fit for another call.</summary>
    public bool IsClean => IsReusable && !HasEnded && !_tap.IsSpilt;

    /// <summary>Carries out a call. Without a reuse key everything has ended when this returns.</summary>
    /// <param name="call">The call.</param>
    /// <param name="cancellationToken">Kills the process.</param>
    public async Task<ScriptResult> CallAsync(ScriptCall call, CancellationToken cancellationToken)
    {
        using var time = new CancellationTokenSource(call.Limits.Timeout, _clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(time.Token, cancellationToken);
        _tap.Turn(call.Log);
        Answer? answer = null;
        var end = call.ReuseKey is null || call.Runtime is ScriptRuntime.Bash ? null : Guid.NewGuid().ToString("N");
        var marks = end is null ? null : Task.WhenAll(_output.Expect(end), _errors.Expect(end));
        try
        {
            answer = await AskAsync(call, end, either.Token);
        }
        catch (OperationCanceledException)
        {
            _process.Kill();
        }

        var exit = await EndAsync(answer, marks, either.Token);
        _tap.Turn(null);
        return answer is null
            ? Outcome.Without(
                call,
                exit ?? default,
                time.IsCancellationRequested,
                cancellationToken.IsCancellationRequested,
                _tap.IsOutOfMemory
            )
            : Outcome.Of(call, answer.Value, _tap.IsOutOfMemory);
    }

    public async ValueTask DisposeAsync()
    {
        await _process.DisposeAsync();
        await DrainAsync();
        await _ready;
        await _place.DisposeAsync();
    }

    private async Task<Answer?> AskAsync(ScriptCall call, string? end, CancellationToken cancellationToken)
    {
        if (!_hasFiles)
        {
            ScriptFiles.Place(call.Folder.Path, _place.Work, _place.IsReadOnly);
            _hasFiles = true;
        }

        if (!await IsReadyAsync().WaitAsync(cancellationToken))
        {
            return null;
        }

        _process.Begin(call.Limits.CpuTime ?? call.Limits.Timeout);
        try
        {
            await _process.Control.WriteAsync(CallHeader.Frame(call, _place.Inside, end), cancellationToken);
        }
        catch (IOException)
        {
            return null;
        }

        return await _answers.ReadAsync(call.Limits.OutputBytes, cancellationToken);
    }

    // A process that shall not be used again is ended, whatever it still does.
    private async Task<SandboxExit?> EndAsync(Answer? answer, Task? marks, CancellationToken cancellationToken)
    {
        if (answer?.Kind is AnswerKind.Output && marks is not null)
        {
            await Task.WhenAny(marks, Task.Delay(MarkPatience, _clock, cancellationToken));
            // An answer that is left over was not asked for: the next call must not get it.
            IsReusable =
                marks.IsCompletedSuccessfully
                && _process is { ProcessCount: 1, Control: not NetworkStream { DataAvailable: true } };
            if (IsReusable)
            {
                _process.Rest();
                return null;
            }
        }

        IsReusable = false;
        var exit = await LeaveAsync(answer);
        await DrainAsync();
        return exit;
    }

    // Without an answer it has ended by itself, or is about to; one that goes on, or says what no starter says, does not.
    private async Task<SandboxExit> LeaveAsync(Answer? answer)
    {
        if (answer is null)
        {
            await Task.WhenAny(_process.WaitAsync(), Task.Delay(EndPatience, _clock));
        }

        _process.Kill();
        return await _process.WaitAsync();
    }

    // What the process sent through the gateway may hold its streams open: descriptors that nobody has received yet.
    private async Task DrainAsync()
    {
        var drained = Task.WhenAll(_output.Completion, _errors.Completion);
        if (_place.Way is { } way && !drained.IsCompleted)
        {
            await Task.WhenAny(drained, Task.Delay(DrainPatience, _clock));
            await way.DisposeAsync();
        }

        await drained;
    }
}
