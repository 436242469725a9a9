using System.Runtime.CompilerServices;
using FlowFunctions.Storage.Audit;

namespace FlowFunctions.App.Access.Audit;

/// <summary>A span of time from its beginning. The table has the newest first, so the span is halved until a part fits into memory.</summary>
internal static class AuditSpan
{
    private const int MaxInMemory = 5_000;
    private static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(1);

    public static async IAsyncEnumerable<AuditRow> OldestFirstAsync(
        AuditStore store,
        AuditQuery query,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        var spans = new Stack<AuditQuery>([query]);
        while (spans.TryPop(out var span))
        {
            var rows = await store
                .ListAsync(span, cancellationToken: cancellationToken)
                .Take(MaxInMemory + 1)
                .ToListAsync(cancellationToken);
            var begin = span.From ?? (rows.Count <= MaxInMemory ? null : DateTimeOffset.UnixEpoch);
            if (rows.Count > MaxInMemory && rows[0].At - begin > Shortest)
            {
                var middle = begin!.Value + ((rows[0].At - begin.Value) / 2);
                spans.Push(span with { From = middle });
                spans.Push(span with { To = middle });
                continue;
            }

            rows.Reverse();
            foreach (var row in rows)
            {
                yield return row;
            }
        }
    }
}
