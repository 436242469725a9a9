namespace FlowFunctions.Storage.Audit;

/// <summary>Brings the entries of several streams, each with the newest first, into one order.</summary>
internal static class AuditMerge
{
    public static async IAsyncEnumerable<AuditRow> NewestFirstAsync(IReadOnlyList<IAsyncEnumerable<AuditRow>> streams)
    {
        var open = new PriorityQueue<IAsyncEnumerator<AuditRow>, AuditPosition>();
        var readers = streams.Select(static stream => stream.GetAsyncEnumerator()).ToList();
        try
        {
            // Asked together: each answer takes its time.
            var found = await Task.WhenAll(readers.Select(static reader => reader.MoveNextAsync().AsTask()));
            for (var i = 0; i < readers.Count; i++)
            {
                Queue(readers[i], found[i]);
            }

            while (open.TryDequeue(out var reader, out _))
            {
                yield return reader.Current;
                Queue(reader, await reader.MoveNextAsync());
            }
        }
        finally
        {
            foreach (var reader in readers)
            {
                await reader.DisposeAsync();
            }
        }

        void Queue(IAsyncEnumerator<AuditRow> reader, bool hasMore)
        {
            if (hasMore)
            {
                open.Enqueue(reader, reader.Current.Position);
            }
        }
    }
}
