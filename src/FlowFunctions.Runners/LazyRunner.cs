using FlowFunctions.Runners.Calls;

namespace FlowFunctions.Runners;

/// <summary>A runner that starts when it is needed for the first time: whoever has no scripts pays nothing.</summary>
/// <param name="start">Starts it.</param>
public sealed class LazyRunner(Func<Task<IScriptRunner>> start) : IScriptRunner
{
    private readonly Lazy<Task<IScriptRunner>> _runner = new(start);

    /// <summary>Why no script can run here; null also before it has started.</summary>
    public string? Outage =>
        _runner is { IsValueCreated: true, Value.IsCompletedSuccessfully: true } ? _runner.Value.Result.Outage : null;

    /// <summary>Starts it now.</summary>
    public Task StartAsync() => _runner.Value;

    /// <inheritdoc/>
    public async Task<ScriptResult> RunAsync(ScriptCall call, CancellationToken cancellationToken = default)
    {
        var runner = await _runner.Value;
        return await runner.RunAsync(call, cancellationToken);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_runner.IsValueCreated)
        {
            await (await _runner.Value).DisposeAsync();
        }
    }
}
