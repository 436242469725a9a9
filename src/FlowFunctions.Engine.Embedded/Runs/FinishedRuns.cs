using System.Diagnostics.CodeAnalysis;
using FlowFunctions.Engine.Payloads;
using FlowFunctions.Engine.Runs;

namespace FlowFunctions.Engine.Embedded.Runs;

/// <summary>Results of the runs that finished last.</summary>
internal sealed class FinishedRuns(int capacity)
{
    private readonly Dictionary<string, RunResult> _results = new(StringComparer.Ordinal);
    private readonly Queue<string> _oldestFirst = new();

    public void Add(string runId, RunResult result)
    {
        if (!_results.TryAdd(runId, result))
        {
            _results[runId] = result;
            return;
        }

        _oldestFirst.Enqueue(runId);
        if (_oldestFirst.Count > capacity)
        {
            _results.Remove(_oldestFirst.Dequeue());
        }
    }

    /// <summary>Takes out of a set the hashes of the stored values that the results refer to.</summary>
    public void RemoveStoredFrom(HashSet<string> hashes)
    {
        foreach (var payload in _results.Values.SelectMany(static result => PayloadContents.Of(result)))
        {
            if (payload.Reference is { } reference)
            {
                hashes.Remove(reference.Hash);
            }
        }
    }

    public bool TryGet(string runId, [NotNullWhen(true)] out RunResult? result) =>
        _results.TryGetValue(runId, out result);
}
