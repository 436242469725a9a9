using System.Runtime.CompilerServices;
using FlowFunctions.Engine.Runs;
using FlowFunctions.Storage.Tables;

namespace FlowFunctions.Storage.Runs;

/// <summary>A run to be deleted.</summary>
/// <param name="Run">The run.</param>
/// <param name="Partition">Its partition in table <c>runs</c>.</param>
/// <param name="Owner">The number of the run that was asked for: itself, or the one that called it.</param>
internal sealed record Target(RunHeader Run, string Partition, int Owner);

/// <summary>Finds what the runs of one moment called, and what those called.</summary>
/// <param name="partition">Where called runs of that moment are.</param>
/// <param name="callers">The runs.</param>
internal sealed class CalledSearch(string partition, Target[] callers)
{
    public IEnumerable<int> Owners => callers.Select(static caller => caller.Owner);

    public async IAsyncEnumerable<Target> FindAsync(
        TableClient runs,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        var owners = callers.ToDictionary(
            static caller => caller.Run.RunId,
            static caller => caller.Owner,
            StringComparer.Ordinal
        );
        var spans = callers.Select(static caller => RunKeys.Called(caller.Run.RunId)).ToArray();
        var from = spans.Select(static span => span.From).Min(StringComparer.Ordinal);
        var before = spans.Select(static span => span.Before).Max(StringComparer.Ordinal);
        var filter = TableClient.CreateQueryFilter(
            $"PartitionKey eq {partition} and RowKey ge {from} and RowKey lt {before}"
        );
        await foreach (var row in runs.QueryAsync(filter, select: RunRow.Columns, cancellationToken: cancellationToken))
        {
            var run = RunRow.Read(row);
            if (OwnerOf(run.RunId, owners) is { } owner)
            {
                yield return new Target(run, partition, owner);
            }
        }
    }

    private static int? OwnerOf(string runId, Dictionary<string, int> owners)
    {
        const char mark = RunIds.ChildSeparator;
        for (var at = runId.LastIndexOf(mark); at > 0; at = runId.LastIndexOf(mark, at - 1))
        {
            if (owners.TryGetValue(runId[..at], out var owner))
            {
                return owner;
            }
        }

        return null;
    }
}
