using System.Collections.Immutable;
using FlowFunctions.Engine.Steps;
using FlowFunctions.Flows.Plans;

namespace FlowFunctions.Engine.Runs;

/// <summary>Which results of an earlier run a new one takes over: those of steps that do not depend on what is computed again.</summary>
public static class RerunSeeds
{
    /// <summary>The seeds to compute again what did not succeed, and all that depends on it.</summary>
    /// <param name="plan">The plan of the new run; the earlier run's or a newer one.</param>
    /// <param name="results">How the top-level steps of the earlier run ended, by id.</param>
    public static ImmutableSortedDictionary<string, StepView> FromFailed(
        Plan plan,
        IReadOnlyDictionary<string, StepView> results
    )
    {
        ArgumentNullException.ThrowIfNull(plan);
        return Select(plan, results, step => !IsReusable(step, results) && !WasSkipped(step, results));
    }

    /// <summary>The seeds to compute a step again, and all that depends on it.</summary>
    /// <param name="plan">The plan of the new run; the earlier run's or a newer one.</param>
    /// <param name="results">How the top-level steps of the earlier run ended, by id.</param>
    /// <param name="stepId">The top-level step to start from.</param>
    /// <exception cref="ArgumentException">The plan has no such top-level step.</exception>
    public static ImmutableSortedDictionary<string, StepView> FromStep(
        Plan plan,
        IReadOnlyDictionary<string, StepView> results,
        string stepId
    )
    {
        ArgumentNullException.ThrowIfNull(plan);
        if (!plan.Root.Steps.Any(step => step.Id == stepId))
        {
            throw new ArgumentException($"The flow has no top-level step '{stepId}'.", nameof(stepId));
        }

        return Select(plan, results, step => step.Id == stepId);
    }

    private static ImmutableSortedDictionary<string, StepView> Select(
        Plan plan,
        IReadOnlyDictionary<string, StepView> results,
        Predicate<PlanStep> again
    )
    {
        var steps = plan.Root.Steps;
        var fresh = Following(steps, again);
        return steps
            .Where(step => !fresh[step.Index] && IsReusable(step, results))
            .ToImmutableSortedDictionary(step => step.Id, step => results[step.Id], StringComparer.Ordinal);
    }

    /// <summary>Which steps are some chosen ones or depend on them, by index.</summary>
    internal static bool[] Following(ImmutableArray<PlanStep> steps, Predicate<PlanStep> isChosen)
    {
        var following = new bool[steps.Length];
        var queue = new Queue<PlanStep>(steps.Where(step => isChosen(step)));
        while (queue.TryDequeue(out var step))
        {
            if (!following[step.Index])
            {
                following[step.Index] = true;
                foreach (var edge in step.Outgoing)
                {
                    queue.Enqueue(steps[edge.To]);
                }
            }
        }

        return following;
    }

    /// <summary>A success, or a failure that a branch handled: taking that branch again must not need the failure to happen again.</summary>
    internal static bool IsReusable(PlanStep step, IReadOnlyDictionary<string, StepView> results) =>
        results.TryGetValue(step.Id, out var view)
        && (view.Status == StepStatus.Succeeded || (step.HandlesFailure && view.Status.IsFailure()));

    private static bool WasSkipped(PlanStep step, IReadOnlyDictionary<string, StepView> results) =>
        results.TryGetValue(step.Id, out var view) && view.Status == StepStatus.Skipped;
}
