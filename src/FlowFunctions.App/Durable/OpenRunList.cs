using System.Runtime.CompilerServices;
using FlowFunctions.Engine.Runs;
using FlowFunctions.Storage.Runs;

namespace FlowFunctions.App.Durable;

/// <summary>Lists the open runs in the tables: each state has an order of its own there, which become one.</summary>
internal static class OpenRunList
{
    private const int PageSize = 200;

    private static readonly RunStatus[] Open = [RunStatus.Running, RunStatus.Queued, RunStatus.Paused];

    /// <summary>The open runs, newest first.</summary>
    public static async IAsyncEnumerable<RunHeader> ReadAsync(
        RunStore store,
        RunQuery query,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        var lists = new List<IAsyncEnumerator<RunHeader>>();
        try
        {
            foreach (var status in Open.Where(status => query.Status is null || query.Status == status))
            {
                var list = OfStatusAsync(store, query with { Status = status, Limit = PageSize }, cancellationToken)
                    .GetAsyncEnumerator(cancellationToken);
                lists.Add(list);
                await StepAsync(lists, list);
            }

            while (lists.MinBy(static list => list.Current.RunId, StringComparer.Ordinal) is { } next)
            {
                yield return next.Current;
                await StepAsync(lists, next);
            }
        }
        finally
        {
            foreach (var list in lists)
            {
                await list.DisposeAsync();
            }
        }
    }

    private static async ValueTask StepAsync(List<IAsyncEnumerator<RunHeader>> lists, IAsyncEnumerator<RunHeader> list)
    {
        if (!await list.MoveNextAsync())
        {
            lists.Remove(list);
            await list.DisposeAsync();
        }
    }

    private static async IAsyncEnumerable<RunHeader> OfStatusAsync(
        RunStore store,
        RunQuery query,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        RunPage page;
        do
        {
            page = await store.ListAsync(query, cancellationToken);
            foreach (var run in page.Items)
            {
                yield return run;
            }

            query = query with { Continuation = page.Continuation };
        } while (page.Continuation is not null);
    }
}
