using System.Collections.Concurrent;
using FlowFunctions.Engine.Contracts;
using FlowFunctions.Flows.Plans;

namespace FlowFunctions.Engine.DurableTask.Tests.Runs;

/// <summary>Plans in memory, for all engines of a test. It fails as often as a test wants.</summary>
internal sealed class PlanShelf : IPlanSource
{
    private readonly ConcurrentDictionary<string, Plan> _plans = new(StringComparer.Ordinal);
    private int _failures;

    /// <summary>Flows that can be called by others.</summary>
    public Dictionary<string, Plan> Flows { get; } = [];

    /// <summary>How many of the next calls fail.</summary>
    public int Failures
    {
        get => _failures;
        set => _failures = value;
    }

    public void Add(Plan plan) => _plans[plan.Hash] = plan;

    public void Remove(Plan plan) => _plans.TryRemove(plan.Hash, out _);

    public ValueTask<Plan?> GetAsync(string hash, CancellationToken cancellationToken)
    {
        ThrowIfFailing();
        return new(_plans.GetValueOrDefault(hash));
    }

    public ValueTask<Plan?> ResolveAsync(string workspace, string flowId, CancellationToken cancellationToken)
    {
        ThrowIfFailing();
        return new(Flows.GetValueOrDefault(flowId));
    }

    public ValueTask KeepAsync(Plan plan, CancellationToken cancellationToken)
    {
        Add(plan);
        return ValueTask.CompletedTask;
    }

    private void ThrowIfFailing()
    {
        if (Interlocked.Decrement(ref _failures) >= 0)
        {
            throw new IOException("The plan store is out.");
        }
    }
}
