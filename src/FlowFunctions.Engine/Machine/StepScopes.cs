using System.Collections.Immutable;
using FlowFunctions.Engine.Contracts;
using FlowFunctions.Engine.Runs;
using FlowFunctions.Engine.Steps;
using FlowFunctions.Flows.Plans;

namespace FlowFunctions.Engine.Machine;

/// <summary>What a step may see of its run.</summary>
public static class StepScopes
{
    private static readonly IReadOnlyDictionary<string, StepView> None = ImmutableDictionary<string, StepView>.Empty;

    /// <summary>The request for an execution: a snapshot of what the step may see.</summary>
    /// <param name="state">The run, after the event that caused the command.</param>
    /// <param name="command">The command.</param>
    public static StepRequest RequestFor(RunState state, ExecuteStep command)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(command);
        var step = command.Step;
        var position = PositionOf(state, step);
        return new StepRequest
        {
            RunId = state.RunId,
            Workspace = state.Start!.Workspace,
            PlanHash = state.Plan.Hash,
            Files = state.Plan.Files,
            FlowId = state.Plan.FlowId,
            RunStartedAt = state.StartedAt,
            Path = step.Path,
            Attempt = command.Attempt,
            ReadyAt = step.ReadyAt,
            Step = step.Plan,
            Input = state.Start.Input,
            Trigger = state.Start.Trigger,
            Env = state.Start.Env,
            Steps = NeedsOf(state, step),
            Index = position?.Index,
            Item = position?.Item,
            Items = position?.Items,
            Resume = command.Resume,
        };
    }

    /// <summary>The results that a loop needs from outside its body, for a run that carries a part of it out.</summary>
    internal static ImmutableSortedDictionary<string, StepView> Capture(RunState state, StepInstance loop) =>
        NeedsOf(state, loop).ToImmutableSortedDictionary(StringComparer.Ordinal);

    /// <summary>Where a step stands in the innermost loop around it, or null when none is.</summary>
    internal static LoopPosition? PositionOf(RunState state, StepInstance step)
    {
        var scope = step.Scope;
        if (scope.Owner?.Loop is not { } loop)
        {
            return state.Start!.Chunk?.Outer;
        }

        return new LoopPosition(scope.Iteration, scope.Item, loop.Items);
    }

    private static IReadOnlyDictionary<string, StepView> NeedsOf(RunState state, StepInstance step)
    {
        if (step.Plan.Needs.IsEmpty)
        {
            return None;
        }

        var views = new Dictionary<string, StepView>(step.Plan.Needs.Length, StringComparer.Ordinal);
        foreach (var need in step.Plan.Needs)
        {
            if (Find(state, step.Scope, need) is { } view)
            {
                views.Add(need.Id, view);
            }
        }

        return views;
    }

    private static StepView? Find(RunState state, ScopeInstance scope, PlanNeed need)
    {
        for (var up = need.Up; up > 0 && scope.Owner is { } owner; up--)
        {
            scope = owner.Scope;
        }

        if (scope.Owner is null && state.Start!.Chunk is { } chunk)
        {
            return chunk.Captured.GetValueOrDefault(need.Id);
        }

        return scope.Steps[need.Index] is { } found && found.Status.IsTerminal() ? found.View : null;
    }
}
