using FlowFunctions.Runners.Calls;
using FlowFunctions.Runners.Egress;
using FlowFunctions.Runners.Executions;
using FlowFunctions.Runners.Layers;
using FlowFunctions.Runners.Places;
using FlowFunctions.Runners.Pool;
using FlowFunctions.Runners.Runtimes;
using FlowFunctions.Runners.Sandboxes;
using FlowFunctions.Runners.Sandboxes.Bubblewrap;

namespace FlowFunctions.Runners;

/// <summary>Runs scripts on this machine.</summary>
public sealed class ScriptRunner : IScriptRunner
{
    // A call that takes longer than this leaves the processors free enough to start the next waiting process meanwhile.
    private static readonly TimeSpan FillDelay = TimeSpan.FromMilliseconds(25);

    private readonly TimeProvider _clock;
    private readonly RunnerFolder _folder;
    private readonly EgressGateway? _egress;
    private readonly DependencyLayers? _layers;
    private readonly CallPlaces _places;
    private readonly Interpreters? _interpreters;
    private readonly WaitingProcesses? _waiting;
    private readonly WarmProcesses _warm;
    private readonly ITimer _idle;
    private readonly CancellationTokenSource _end = new();
    private int _isDisposed;

    private ScriptRunner(RunnerParts parts, RunnerOptions options, TimeProvider clock)
    {
        _clock = clock;
        _folder = parts.Folder;
        _egress = parts.Egress;
        Outage = parts.Outage;
        _places = new CallPlaces(options.MaxProcesses, options.MaxWaiting);
        _warm = new WarmProcesses(options, clock);
        if (parts.Sandbox is { } sandbox)
        {
            _interpreters = new Interpreters(options, sandbox);
            _waiting = new WaitingProcesses(options, new ProcessFactory(sandbox, _folder, _egress, clock), clock);
            if (options.Layers is { } layers)
            {
                var build = new LayerBuild(sandbox, _egress, layers, _folder.Add("layers"), clock);
                _layers = new DependencyLayers(_interpreters, build, layers, clock);
            }
        }

        var period = options.IdleTimeout / 2;
        _idle = clock.CreateTimer(static state => ((ScriptRunner)state!).EndIdle(), this, period, period);
    }

    /// <summary>Whether Bubblewrap is installed; whether it works is known only when a runner has started.</summary>
    public static bool HasBubblewrap => BubblewrapPrograms.Find(BubblewrapPrograms.SearchPath, out _) is not null;

    /// <inheritdoc/>
    public string? Outage { get; }

    internal int WaitingCount => _waiting?.Count ?? 0;

    internal int WarmCount => _warm.Count;

    /// <summary>Starts a runner: finds out what keeps scripts apart from the machine here. It never fails for want of a sandbox;
    /// <see cref="Outage"/> tells then.</summary>
    /// <param name="options">How scripts are run.</param>
    /// <param name="clock">The time.</param>
    /// <exception cref="IOException">Its folder, or the one for sockets, cannot be made.</exception>
    public static async Task<ScriptRunner> StartAsync(RunnerOptions options, TimeProvider clock)
    {
        ArgumentNullException.ThrowIfNull(options);
        var folder = new RunnerFolder(options.Folder);
        var (sandbox, outage) = await SandboxChoice.MakeAsync(options, folder.Add("root"), clock);
        var egress = options.Egress is null ? null : new EgressGateway(options.Egress);
        return new ScriptRunner(new RunnerParts(folder, sandbox, outage, egress), options, clock);
    }

    /// <inheritdoc/>
    public async Task<ScriptResult> RunAsync(ScriptCall call, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(call);
        if (_interpreters is null || Outage is not null)
        {
            return new ScriptResult.Failed(ScriptErrorCodes.NoSandbox, Outage ?? "There is no sandbox.");
        }

        if (CallCheck.Fault(call) is { } fault)
        {
            return fault;
        }

        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _end.Token);
        try
        {
            if (!await _places.EnterAsync(either.Token))
            {
                return Busy();
            }
        }
        catch (OperationCanceledException)
        {
            return new ScriptResult.Failed(ScriptErrorCodes.Cancelled, "The call was cancelled before it had a place.");
        }

        try
        {
            return await RunInPlaceAsync(call, either.Token);
        }
        finally
        {
            _places.Leave();
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _isDisposed, 1) != 0)
        {
            return;
        }

        await _end.CancelAsync();
        await _places.CloseAsync();
        await _idle.DisposeAsync();
        await _warm.DisposeAsync();
        if (_waiting is not null)
        {
            await _waiting.DisposeAsync();
        }

        _layers?.Dispose();
        _egress?.Dispose();
        _folder.Dispose();
        _places.Dispose();
        _end.Dispose();
    }

    private static ScriptResult.Failed Busy() =>
        new(
            ScriptErrorCodes.Busy,
            "Too many scripts wait for a place already. Try again later, or raise `Runners__MaxProcesses`."
        )
        {
            Retryable = true,
        };

    private async Task<ScriptResult> RunInPlaceAsync(ScriptCall call, CancellationToken cancellationToken)
    {
        try
        {
            if (await _interpreters!.FindAsync(call.Runtime) is not { } interpreter)
            {
                return new ScriptResult.Failed(ScriptErrorCodes.NoRuntime, Interpreters.Missing(call.Runtime));
            }

            var layer = _layers is null ? default : await _layers.FindAsync(call, cancellationToken);
            using (layer.Lease)
            {
                var kind = ProcessKind.For(call, layer.Mount?.Source);
                return layer.Failure ?? await RunAsync(call, interpreter, kind, cancellationToken);
            }
        }
        catch (OperationCanceledException)
        {
            return new ScriptResult.Failed(ScriptErrorCodes.Cancelled, "The call was cancelled.");
        }
        catch (Exception exception) when (exception is SandboxException or IOException or UnauthorizedAccessException)
        {
            return new ScriptResult.Failed(ScriptErrorCodes.RunnerFailed, exception.Message) { Retryable = true };
        }
    }

    private async Task<ScriptResult> RunAsync(
        ScriptCall call,
        Interpreter interpreter,
        ProcessKind kind,
        CancellationToken cancellationToken
    )
    {
        var key = call.ReuseKey is null ? null : WarmKey.For(call, kind);
        var process = key is null ? null : _warm.Take(key);
        var isNew = process is null;
        process ??= _waiting!.Take(interpreter, kind);
        try
        {
            var running = process.CallAsync(call, cancellationToken);
            if (isNew)
            {
                await Task.WhenAny(running, Task.Delay(FillDelay, _clock, CancellationToken.None));
                FillLater(interpreter, kind);
            }

            return await running;
        }
        finally
        {
            await (key is null ? process.DisposeAsync() : _warm.ReturnAsync(key, process));
        }
    }

    // Not before the caller has its answer.
    private void FillLater(Interpreter interpreter, ProcessKind kind) =>
        _ = Task.Run(() => _waiting!.Fill(interpreter, kind));

    private void EndIdle()
    {
        _ = _warm.EndIdleAsync();
        _ = _waiting?.EndIdleAsync();
    }

    private sealed record RunnerParts(RunnerFolder Folder, ISandbox? Sandbox, string? Outage, EgressGateway? Egress);
}
