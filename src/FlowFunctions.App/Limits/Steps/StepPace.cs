using System.Collections.Concurrent;
using FlowFunctions.App.Limits.Values;
using FlowFunctions.Engine.Contracts;
using FlowFunctions.Engine.Steps;

namespace FlowFunctions.App.Limits.Steps;

/// <summary>
/// Slows the steps of a workspace down to its limit. A step that has to wait is put off, durably and without a worker, whichever engine it is;
/// instances that are busy with a workspace share its limit.
/// </summary>
internal sealed class StepPace(UsageBook usage, TimeProvider time)
{
    /// <summary>A timer may fire a moment before the number is called.</summary>
    private static readonly TimeSpan Margin = TimeSpan.FromMilliseconds(20);

    private readonly ConcurrentDictionary<string, StepTurns> _workspaces = new(StringComparer.Ordinal);

    /// <summary>Whether an attempt may begin.</summary>
    /// <param name="request">The attempt, which has not begun.</param>
    /// <param name="limits">The workspace's limits.</param>
    /// <returns>What to answer instead, or null.</returns>
    public StepOutcome.PutOff? Ask(StepRequest request, WorkspaceLimits limits)
    {
        if (limits[LimitKind.StepsPerMinute] is not { } limit)
        {
            return null;
        }

        var turns = _workspaces.GetOrAdd(request.Workspace, _ => new StepTurns(time));
        var share = limit / (double)usage.InstancesOf(request.Workspace);
        if (turns.Ask((request.Resume as StepResume.TurnCame)?.Ticket, share) is not { } wait)
        {
            return null;
        }

        if (request.Resume is null)
        {
            LimitMetrics.Refused("stepsPerMinute");
        }

        return new(time.GetUtcNow() + wait.Wait + Margin, wait.Ticket, LimitProblems.SlowedDown(limit));
    }
}
