using System.Collections.Concurrent;
using FlowFunctions.Engine.Contracts;
using FlowFunctions.Flows.Plans;

namespace FlowFunctions.Engine.DurableTask.Turns;

/// <summary>Plans by their hashes. They never change, so those that were used lately stay at hand.</summary>
internal sealed class PlanCache(IPlanSource source)
{
    private const int MaxPlans = 500;
    private readonly ConcurrentDictionary<string, Plan> _plans = new(StringComparer.Ordinal);

    /// <summary>The plan with a hash, or null when there is none.</summary>
    /// <exception cref="Exception">Whatever the source throws when it cannot be read now.</exception>
    public async ValueTask<Plan?> FindAsync(string hash, CancellationToken cancellationToken)
    {
        if (_plans.TryGetValue(hash, out var known))
        {
            return known;
        }

        var plan = await source.GetAsync(hash, cancellationToken);
        if (plan is not null)
        {
            if (_plans.Count >= MaxPlans)
            {
                _plans.Clear();
            }

            _plans[hash] = plan;
        }

        return plan;
    }
}
