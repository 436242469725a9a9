using FlowFunctions.App.Events.Feeds;
using FlowFunctions.App.Problems;
using FlowFunctions.App.Runs.Live;
using FlowFunctions.Engine.Runs;
using FlowFunctions.Storage.Runs;

namespace FlowFunctions.App.Durable;

/// <summary>
/// Finds out how runs begin, pause and end at other instances, as long as somebody reads the events of all runs of a workspace: its newest
/// runs and its open ones are listed every two seconds, and what differs is told.
/// </summary>
internal sealed partial class RunListPolling(
    AllRunsFeed feed,
    IRunSource runs,
    RunStore store,
    TimeProvider time,
    ILogger<RunListPolling> logger
) : BackgroundService
{
    private const int Newest = 200;
    private const int MostOpen = 2_000;
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(2);
    private Dictionary<string, Dictionary<string, RunStatus>> _known = new(StringComparer.Ordinal);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            var workspaces = feed.Workspaces;
            _known = _known.Where(one => workspaces.Contains(one.Key)).ToDictionary(StringComparer.Ordinal);
            foreach (var workspace in workspaces)
            {
                await LookAsync(workspace, stoppingToken);
            }
        }
    }

    private async Task LookAsync(string workspace, CancellationToken stoppingToken)
    {
        try
        {
            var known = _known.GetValueOrDefault(workspace);
            var found = await ListAsync(workspace, known, stoppingToken);
            foreach (var run in found.Values.Where(run => IsOther(run, known)))
            {
                feed.Tell(run);
            }

            _known[workspace] = found.ToDictionary(
                static run => run.Key,
                static run => run.Value.Status,
                StringComparer.Ordinal
            );
        }
#pragma warning disable CA1031 // What cannot be listed now is told a moment later.
        catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
#pragma warning restore CA1031
        {
            LogNotListed(ExceptionProblems.Of(exception)?.Detail ?? exception.Message);
        }
    }

    /// <summary>What there is at first is no change: readers list it themselves.</summary>
    private static bool IsOther(RunHeader run, Dictionary<string, RunStatus>? known) =>
        known is not null && (!known.TryGetValue(run.RunId, out var before) || before != run.Status);

    private async Task<Dictionary<string, RunHeader>> ListAsync(
        string workspace,
        Dictionary<string, RunStatus>? known,
        CancellationToken cancellationToken
    )
    {
        var query = new RunQuery(workspace) { Limit = Newest };
        var found = (await store.ListAsync(query, cancellationToken)).Items.ToDictionary(
            static run => run.RunId,
            StringComparer.Ordinal
        );
        await foreach (var run in runs.ListOpenAsync(query, cancellationToken).Take(MostOpen))
        {
            found.TryAdd(run.RunId, run);
        }

        // Open ones that are not listed any more have ended, however long ago they began.
        foreach (var (runId, status) in known ?? [])
        {
            if (
                !status.IsTerminal()
                && !found.ContainsKey(runId)
                && await store.FindAsync(workspace, runId, cancellationToken) is { } ended
            )
            {
                found[runId] = ended;
            }
        }

        return found;
    }

    [LoggerMessage(1, LogLevel.Warning, "Runs cannot be listed for the readers of their events now: {Reason}")]
    private partial void LogNotListed(string reason);
}
