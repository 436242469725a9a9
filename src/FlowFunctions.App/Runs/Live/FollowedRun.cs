namespace FlowFunctions.App.Runs.Live;

/// <summary>A run that somebody keeps up with.</summary>
/// <param name="run">The run.</param>
/// <param name="end">Called when they do no more.</param>
internal sealed class FollowedRun(LiveRun run, Action? end = null) : IDisposable
{
    private Action? _end = end;

    /// <summary>The run; what happens to it is added.</summary>
    public LiveRun Run => run;

    /// <inheritdoc/>
    public void Dispose() => Interlocked.Exchange(ref _end, null)?.Invoke();
}
