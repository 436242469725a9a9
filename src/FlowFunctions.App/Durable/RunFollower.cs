using FlowFunctions.App.Runs.Live;

namespace FlowFunctions.App.Durable;

/// <summary>Keeps a run up to date as long as somebody looks at it.</summary>
internal sealed class RunFollower : IDisposable
{
    private readonly CancellationTokenSource _stop = new();

    /// <param name="run">The run.</param>
    /// <param name="poll">Keeps it up to date until it is cancelled or the run has ended; never throws.</param>
    public RunFollower(LiveRun run, Func<LiveRun, CancellationToken, Task> poll)
    {
        Run = run;
        _ = poll(run, _stop.Token);
    }

    /// <summary>The run.</summary>
    public LiveRun Run { get; }

    /// <summary>How many look at it. Changed under the lock of <see cref="FollowedRuns"/>.</summary>
    public int Readers { get; set; }

    /// <inheritdoc/>
    public void Dispose()
    {
        _stop.Cancel();
        _stop.Dispose();
    }
}
