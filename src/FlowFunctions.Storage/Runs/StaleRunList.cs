using FlowFunctions.Engine.Runs;
using FlowFunctions.Storage.Tables;

namespace FlowFunctions.Storage.Runs;

/// <summary>Lists open runs of all workspaces, called ones too, that were not written for a while; with a bounded number of requests.</summary>
internal sealed class StaleRunList(TableClient runs)
{
    /// <summary>The service ends a page early when a search takes long; so many such pages are one call's share.</summary>
    private const int MaxPages = 4;

    private static readonly string IsOpen = string.Join(
        " or ",
        Enum.GetValues<RunStatus>()
            .Where(static status => !status.IsTerminal())
            .Select(static status => TableClient.CreateQueryFilter($"Status eq {status.ToString()}"))
    );

    /// <param name="before">Only runs that were written last before this time.</param>
    /// <param name="limit">How many.</param>
    /// <param name="continuation">Where to go on, or null.</param>
    /// <param name="cancellationToken">Stops the requests.</param>
    public async Task<RunPage> ReadAsync(
        DateTimeOffset before,
        int limit,
        string? continuation,
        CancellationToken cancellationToken
    )
    {
        var filter = $"({IsOpen}) and {TableClient.CreateQueryFilter($"Timestamp lt {before}")}";
        var found = new List<RunHeader>();
        for (var page = 0; page < MaxPages && found.Count < limit; page++)
        {
            var pages = runs.QueryAsync(filter, select: RunRow.Columns, cancellationToken: cancellationToken)
                .AsPages(continuation, limit - found.Count);
            await using var answers = pages.GetAsyncEnumerator(cancellationToken);
            await answers.MoveNextAsync();
            found.AddRange(answers.Current.Values.Select(RunRow.Read));
            continuation = answers.Current.ContinuationToken;
            if (continuation is null)
            {
                break;
            }
        }

        return new RunPage(found, continuation);
    }
}
