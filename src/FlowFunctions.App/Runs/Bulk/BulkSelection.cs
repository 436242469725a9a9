using FlowFunctions.App.Runs.Live;
using FlowFunctions.App.Runs.Read;
using FlowFunctions.Engine.Runs;
using FlowFunctions.Storage.Runs;

namespace FlowFunctions.App.Runs.Bulk;

/// <summary>Finds the runs that a bulk action fits, page by page. A page may hold fewer than asked for, even none, though others follow.</summary>
internal sealed class BulkSelection(IRunSource source, RunList runs)
{
    private const int MaxPage = 200;

    /// <summary>The runs behind a place.</summary>
    /// <param name="request">What is asked for.</param>
    /// <param name="place">Where the page before ended, or null.</param>
    /// <param name="count">How many at most.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<RunPage> NextAsync(
        BulkRequest request,
        string? place,
        int count,
        CancellationToken cancellationToken
    )
    {
        var query = request.Query with { Continuation = place, Limit = Math.Min(count, MaxPage) };
        if (IsForOpen(request.Action))
        {
            return await OpenAsync(request.Action, query, cancellationToken);
        }

        var page = await runs.ReadAsync(query, cancellationToken);
        return page with { Items = [.. page.Items.Where(static run => run.Status.IsTerminal())] };
    }

    // Thousands of ended runs need not be read to find the open ones.
    private async Task<RunPage> OpenAsync(BulkAction action, RunQuery query, CancellationToken cancellationToken)
    {
        var found = await source
            .ListOpenAsync(query, cancellationToken)
            .Where(run => Fits(action, run.Status))
            .Take(query.Limit)
            .ToListAsync(cancellationToken);
        return new RunPage(found, found.Count == query.Limit ? found[^1].RunId : null);
    }

    private static bool IsForOpen(BulkAction action) =>
        action is BulkAction.Cancel or BulkAction.Pause or BulkAction.Resume;

    private static bool Fits(BulkAction action, RunStatus status) =>
        action switch
        {
            BulkAction.Pause => status is RunStatus.Queued or RunStatus.Running,
            BulkAction.Resume => status == RunStatus.Paused,
            _ => !status.IsTerminal(),
        };
}
