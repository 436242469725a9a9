namespace FlowFunctions.App.Runs.Live;

/// <summary>Ids of runs in the order of lists: they sort newest first.</summary>
internal sealed class NewestFirst
{
    private const int BatchSize = 256;
    private readonly Lock _gate = new();
    private readonly SortedSet<string> _ids = new(StringComparer.Ordinal);

    public void Add(string runId)
    {
        lock (_gate)
        {
            _ids.Add(runId);
        }
    }

    public void Remove(string runId)
    {
        lock (_gate)
        {
            _ids.Remove(runId);
        }
    }

    /// <summary>The ids behind an id, or all; taken in batches, so that a long list never holds up the engine.</summary>
    public IEnumerable<string> After(string? id)
    {
        var batch = new List<string>(BatchSize);
        do
        {
            Take(id, batch);
            foreach (var next in batch)
            {
                yield return next;
            }

            id = batch.LastOrDefault();
        } while (batch.Count == BatchSize);
    }

    private void Take(string? after, List<string> batch)
    {
        batch.Clear();
        lock (_gate)
        {
            if (_ids.Max is not { } last || string.CompareOrdinal(after, last) >= 0)
            {
                return;
            }

            foreach (var id in _ids.GetViewBetween(after ?? "", last))
            {
                if (batch.Count == BatchSize)
                {
                    return;
                }

                if (id != after)
                {
                    batch.Add(id);
                }
            }
        }
    }
}
