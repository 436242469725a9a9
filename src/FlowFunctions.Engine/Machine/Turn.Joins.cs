using FlowFunctions.Engine.Steps;
using FlowFunctions.Flows.Plans;

namespace FlowFunctions.Engine.Machine;

/// <summary>Edges and join rules.</summary>
internal readonly ref partial struct Turn
{
    private enum EdgeState
    {
        Active,
        Inactive,
        Broken,
    }

    private enum JoinDecision
    {
        Open,
        Run,
        Skip,
        SkipBroken,
    }

    private void DecideEdges(StepInstance step)
    {
        if (step.IsOutput)
        {
            return;
        }

        var handled = step.Status.IsFailure() && step.Plan.HandlesFailure;
        foreach (var edge in step.Plan.Outgoing)
        {
            Decide(step.Scope, edge, StateOf(edge, step, handled));
        }
    }

    private static EdgeState StateOf(PlanEdge edge, StepInstance source, bool handled)
    {
        if (source.Status == StepStatus.Skipped)
        {
            return source.SkippedByBrokenEdge ? EdgeState.Broken : EdgeState.Inactive;
        }

        return edge.On switch
        {
            EdgeCondition.Always => EdgeState.Active,
            EdgeCondition.Failure => source.Status.IsFailure() ? EdgeState.Active : EdgeState.Inactive,
            _ when source.Status == StepStatus.Succeeded => edge.Port is null || edge.Port == source.Port
                ? EdgeState.Active
                : EdgeState.Inactive,
            _ => handled ? EdgeState.Inactive : EdgeState.Broken,
        };
    }

    private void Decide(ScopeInstance scope, PlanEdge edge, EdgeState state)
    {
        ref var join = ref scope.Joins[edge.To];
        join.Decided++;
        if (state == EdgeState.Active)
        {
            join.Active++;
            join.HasActiveAlways |= edge.On == EdgeCondition.Always;
        }
        else if (state == EdgeState.Broken)
        {
            join.Broken++;
        }

        if (scope.Steps[edge.To] is null)
        {
            TryBegin(scope, scope.Plan.Steps[edge.To], join);
        }
    }

    private void TryBegin(ScopeInstance scope, PlanStep plan, JoinCount join)
    {
        switch (DecisionOf(plan, join))
        {
            case JoinDecision.Run when scope.Mode == DrainMode.None || join.HasActiveAlways:
                Begin(scope, plan);
                break;
            case JoinDecision.Run or JoinDecision.Skip:
                Skip(scope, plan, byBrokenEdge: false);
                break;
            case JoinDecision.SkipBroken:
                Skip(scope, plan, byBrokenEdge: true);
                break;
            default:
                break;
        }
    }

    /// <summary>
    /// The table of join rules. <c>allSucceeded</c> is skipped at its first broken edge but waits for the rest after an inactive one:
    /// whether a broken edge is among them decides its own edges, and that must not depend on the order of events.
    /// </summary>
    private static JoinDecision DecisionOf(PlanStep plan, JoinCount join)
    {
        var complete = join.Decided == plan.IncomingCount;
        return plan.Join switch
        {
            JoinRule.AnySucceeded when join.Active > 0 => JoinDecision.Run,
            JoinRule.AllSucceeded when join.Broken > 0 => JoinDecision.SkipBroken,
            _ when !complete => JoinDecision.Open,
            JoinRule.AllDone => JoinDecision.Run,
            JoinRule.AllSucceeded => join.Active == join.Decided ? JoinDecision.Run : JoinDecision.Skip,
            JoinRule.AnySucceeded => join.Broken > 0 ? JoinDecision.SkipBroken : JoinDecision.Skip,
            _ when join.Broken > 0 => JoinDecision.SkipBroken,
            _ => join.Active > 0 ? JoinDecision.Run : JoinDecision.Skip,
        };
    }

    private void Begin(ScopeInstance scope, PlanStep plan)
    {
        var step = Create(scope, plan);
        step.IsCleanUp = scope.Joins[plan.Index].HasActiveAlways;
        if (scope.Owner is null && _state.Start!.Seeds.TryGetValue(plan.Id, out var seed))
        {
            Reuse(step, seed);
        }
        else
        {
            StartAttempt(step);
        }
    }

    private void Reuse(StepInstance step, StepView seed)
    {
        (step.Reused, step.Pinned) = (true, seed.IsPinned);
        step.Output = seed.Output;
        step.Error = seed.Error;
        step.Port = seed.Port;
        step.ReadyAt = _now;
        End(step, seed.Status);
    }

    private void Skip(ScopeInstance scope, PlanStep plan, bool byBrokenEdge)
    {
        var step = Create(scope, plan);
        step.SkippedByBrokenEdge = byBrokenEdge;
        End(step, StepStatus.Skipped);
    }
}
