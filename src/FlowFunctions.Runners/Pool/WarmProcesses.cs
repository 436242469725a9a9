using FlowFunctions.Runners.Executions;

namespace FlowFunctions.Runners.Pool;

/// <summary>Processes that have carried out a call and wait for another one of the very same step. Thread-safe.</summary>
/// <param name="options">How many, and for how long.</param>
/// <param name="clock">The time.</param>
internal sealed class WarmProcesses(RunnerOptions options, TimeProvider clock) : IAsyncDisposable
{
    private readonly Lock _lock = new();
    private readonly LinkedList<Warm> _idle = [];
    private readonly Dictionary<string, List<LinkedListNode<Warm>>> _byKey = new(StringComparer.Ordinal);
    private bool _isOver;

    /// <summary>How many wait.</summary>
    public int Count
    {
        get
        {
            lock (_lock)
            {
                return _idle.Count;
            }
        }
    }

    /// <summary>Takes the one that was used last.</summary>
    /// <param name="key">The key that its calls share.</param>
    public ScriptProcess? Take(string key)
    {
        lock (_lock)
        {
            while (_byKey.TryGetValue(key, out var nodes))
            {
                var process = Remove(nodes[^1]);
                if (process.IsClean)
                {
                    return process;
                }

                _ = process.DisposeAsync().AsTask();
            }
        }

        return null;
    }

    /// <summary>Keeps one for the next call, unless it is not fit for one.</summary>
    /// <param name="key">The key that its calls share.</param>
    /// <param name="process">The process.</param>
    public async ValueTask ReturnAsync(string key, ScriptProcess process)
    {
        ScriptProcess? surplus = process;
        lock (_lock)
        {
            if (!_isOver && process.IsClean)
            {
                Add(key, process);
                surplus = _idle.Count > options.MaxProcesses ? Remove(_idle.First!) : null;
            }
        }

        if (surplus is not null)
        {
            await surplus.DisposeAsync();
        }
    }

    /// <summary>Ends those that have waited too long.</summary>
    public Task EndIdleAsync() => EndAsync(warm => clock.GetElapsedTime(warm.UsedAt) >= options.IdleTimeout);

    public async ValueTask DisposeAsync()
    {
        lock (_lock)
        {
            _isOver = true;
        }

        await EndAsync(static _ => true);
    }

    private async Task EndAsync(Func<Warm, bool> isWanted)
    {
        List<ScriptProcess> ended = [];
        lock (_lock)
        {
            while (_idle.First is { } first && isWanted(first.Value))
            {
                ended.Add(Remove(first));
            }
        }

        await Task.WhenAll(ended.Select(process => process.DisposeAsync().AsTask()));
    }

    private void Add(string key, ScriptProcess process)
    {
        var node = _idle.AddLast(new Warm(key, process, clock.GetTimestamp()));
        if (!_byKey.TryGetValue(key, out var nodes))
        {
            _byKey.Add(key, nodes = []);
        }

        nodes.Add(node);
    }

    private ScriptProcess Remove(LinkedListNode<Warm> node)
    {
        var nodes = _byKey[node.Value.Key];
        nodes.RemoveAt(nodes.LastIndexOf(node));
        if (nodes.Count == 0)
        {
            _byKey.Remove(node.Value.Key);
        }

        _idle.Remove(node);
        return node.Value.Process;
    }

    private sealed record Warm(string Key, ScriptProcess Process, long UsedAt);
}
