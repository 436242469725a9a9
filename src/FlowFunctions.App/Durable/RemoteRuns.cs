using FlowFunctions.App.Problems;
using FlowFunctions.App.Runs;
using FlowFunctions.App.Runs.Live;
using FlowFunctions.Engine.Runs;
using FlowFunctions.Storage.Runs;

namespace FlowFunctions.App.Durable;

/// <summary>
/// Runs that any instance of the app may carry out: the ended ones from the tables, the open ones as the backend shows them. What is too
/// long for the backend the instance that carries it out stores in the tables every few seconds.
/// </summary>
internal sealed partial class RemoteRuns(
    RunStore store,
    IDurableEngine engine,
    FollowedRuns followed,
    TimeProvider time,
    ILogger<RemoteRuns> logger
) : IRunSource
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(1);

    /// <inheritdoc/>
    public async ValueTask<RunRecord?> FindAsync(string workspace, string runId, CancellationToken cancellationToken)
    {
        // Tables refuse other ids as keys.
        if (!RunIds.IsAllowed(runId))
        {
            return null;
        }

        var stored = await store.GetAsync(workspace, runId, cancellationToken: cancellationToken);
        if (stored is not null && stored.Header.Status.IsTerminal() && !RunHeaders.NeverStarted(stored.Header))
        {
            return stored;
        }

        var open = await engine.ReadAsync(runId, cancellationToken);
        if (open?.History is not { IsEmpty: false } history || history.Length < stored?.History.Length)
        {
            return stored;
        }

        var record = OpenRuns.RecordOf(open, history, stored?.Header) ?? stored;
        return record?.Header.Workspace == workspace ? record : null;
    }

    /// <inheritdoc/>
    public async ValueTask<FollowedRun?> FollowAsync(
        string workspace,
        string runId,
        LiveRun? known,
        CancellationToken cancellationToken
    )
    {
        if (await FindAsync(workspace, runId, cancellationToken) is not { } record)
        {
            return null;
        }

        var isOpen = !record.Header.Status.IsTerminal();
        if (!isOpen && known is null)
        {
            return null;
        }

        var run = known ?? LiveRun.Elsewhere(record.Header);
        followed.Update(run, record);
        return isOpen ? followed.Enter(run, PollAsync) : new FollowedRun(run);
    }

    /// <inheritdoc/>
    public IEnumerable<RunHeader> List(string? after) => [];

    /// <inheritdoc/>
    public IAsyncEnumerable<RunHeader> ListOpenAsync(RunQuery query, CancellationToken cancellationToken) =>
        OpenRunList.ReadAsync(store, query, cancellationToken);

    /// <inheritdoc/>
    public bool IsBeingStored(string runId) => false;

    private async Task PollAsync(LiveRun run, CancellationToken stop)
    {
        using var timer = new PeriodicTimer(Every, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stop))
            {
                await ReadAgainAsync(run, stop);
            }
        }
        catch (OperationCanceledException)
        {
            // Nobody looks at it any more.
        }
    }

    private async Task ReadAgainAsync(LiveRun run, CancellationToken stop)
    {
        try
        {
            var known = run.Header;
            if (!known.Status.IsTerminal() && await FindAsync(known.Workspace, known.RunId, stop) is { } record)
            {
                followed.Update(run, record);
            }
        }
#pragma warning disable CA1031 // Whoever looks at the run sees it a second later.
        catch (Exception exception) when (exception is not OperationCanceledException)
#pragma warning restore CA1031
        {
            LogNotRead(run.RunId, ExceptionProblems.Of(exception)?.Detail ?? exception.Message);
        }
    }

    [LoggerMessage(1, LogLevel.Warning, "Run {RunId} cannot be read again now: {Reason}")]
    private partial void LogNotRead(string runId, string reason);
}
