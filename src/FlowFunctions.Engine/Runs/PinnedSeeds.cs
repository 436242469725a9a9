using System.Collections.Immutable;
using FlowFunctions.Engine.Steps;
using FlowFunctions.Flows.Catalog;
using FlowFunctions.Flows.Plans;

namespace FlowFunctions.Engine.Runs;

/// <summary>
/// What a run for trying a flow takes instead of executing steps: results that somebody pinned and, when it begins at a step, recorded
/// results of what lies before. Nothing but that step and what follows is executed then.
/// </summary>
public static class PinnedSeeds
{
    private static readonly StepView Left = new(StepStatus.Skipped, Output: null, Error: null);

    /// <summary>Finds out what a run is started with.</summary>
    /// <param name="plan">The plan of the run.</param>
    /// <param name="types">The step types that there are.</param>
    /// <param name="pins">The pinned results, by id of a top-level step.</param>
    /// <param name="recorded">How the top-level steps of an earlier run ended, by id; used only with <paramref name="from"/>.</param>
    /// <param name="from">The top-level step to begin at; null to execute all that is not pinned.</param>
    /// <param name="problems">Gets what is wrong; the result is of use when nothing is.</param>
    /// <returns>The seeds of the run.</returns>
    public static ImmutableSortedDictionary<string, StepView> Of(
        Plan plan,
        IStepCatalog types,
        IReadOnlyDictionary<string, StepView> pins,
        IReadOnlyDictionary<string, StepView> recorded,
        string? from,
        ICollection<PinProblem> problems
    )
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(types);
        ArgumentNullException.ThrowIfNull(pins);
        ArgumentNullException.ThrowIfNull(recorded);
        ArgumentNullException.ThrowIfNull(problems);
        foreach (var (id, pin) in pins)
        {
            Check(plan, types, id, pin, problems);
        }

        var seeds = pins.ToImmutableSortedDictionary(
            static pin => pin.Key,
            static pin => pin.Value with { IsPinned = true },
            StringComparer.Ordinal
        );
        if (from is null)
        {
            return seeds;
        }

        if (StepOf(plan, from, out var why) is { } first)
        {
            return new StartAtStep(plan.Root, first, seeds, recorded).Seeds(problems);
        }

        problems.Add(new(Step: null, "Run.From", $"A run cannot begin at '{from}': {why}"));
        return seeds;
    }

    private static void Check(Plan plan, IStepCatalog types, string id, StepView pin, ICollection<PinProblem> problems)
    {
        if (StepOf(plan, id, out var why) is not { } step)
        {
            problems.Add(new(id, "Pin.Step", $"'{id}' cannot be pinned: {why}"));
        }
        else if (pin.Status == StepStatus.Succeeded && PortProblem(step, types, pin.Port) is { } problem)
        {
            problems.Add(new(id, "Pin.Port", problem));
        }
    }

    private static string? PortProblem(PlanStep step, IStepCatalog types, string? port)
    {
        var used = step.Outgoing.Select(static edge => edge.Port).OfType<string>();
        var ports = types.TryFind(step.Type, out var type) ? type.Ports(step.With.Source) : [.. used];
        var list = string.Join(", ", ports.Distinct().Order(StringComparer.Ordinal));
        return port switch
        {
            null when used.Any() => $"'{step.Id}' chooses where the run goes on. Give the port, too: {list}.",
            null => null,
            _ when ports.Contains(port) => null,
            _ when list.Length == 0 => $"'{step.Id}' has no ports to choose from. Leave 'port' out.",
            _ => $"'{step.Id}' has no port '{port}'. Give one of these: {list}.",
        };
    }

    private static PlanStep? StepOf(Plan plan, string id, out string why)
    {
        var loop = plan.Root.Steps.FirstOrDefault(step => step.Body is { } body && Holds(body, id));
        why = loop is null
            ? "the flow has no such step."
            : $"it is in the loop '{loop.Id}', and steps in loops have a result for each round. Take the loop as a whole.";
        return plan.Root.Steps.FirstOrDefault(step => step.Id == id);
    }

    private static bool Holds(PlanScope scope, string id) =>
        scope.Steps.Any(step => step.Id == id || step.Body is { } body && Holds(body, id));

    /// <summary>A run that begins at a step.</summary>
    private sealed class StartAtStep(
        PlanScope scope,
        PlanStep first,
        ImmutableSortedDictionary<string, StepView> pins,
        IReadOnlyDictionary<string, StepView> recorded
    )
    {
        private readonly bool[] _executed = RerunSeeds.Following(scope.Steps, step => step.Id == first.Id);
        private readonly bool[] _reached = new bool[scope.Steps.Length];
        private readonly ImmutableSortedDictionary<string, StepView>.Builder _seeds = pins.ToBuilder();

        public ImmutableSortedDictionary<string, StepView> Seeds(ICollection<PinProblem> problems)
        {
            var needed = Leading(_executed);
            var missing = new List<PlanStep>();
            foreach (var step in InOrder())
            {
                _reached[step.Index] |= step.IncomingCount == 0 || step.Join == JoinRule.AllDone;
                if (_executed[step.Index] && !pins.ContainsKey(step.Id))
                {
                    continue;
                }

                var known = Known(step);
                if (known is null && needed[step.Index] && _reached[step.Index])
                {
                    missing.Add(step);
                }

                _seeds[step.Id] = known ?? Left;
                Pass(step, known ?? Left);
            }

            Check(missing, problems);
            return _seeds.ToImmutable();
        }

        /// <summary>That the run would not get to its first step comes before what later steps lack.</summary>
        private void Check(List<PlanStep> missing, ICollection<PinProblem> problems)
        {
            var before = Leading([.. scope.Steps.Select(step => step.Id == first.Id)]);
            if (problems.Count == 0 && !_reached[first.Index] && !missing.Exists(step => before[step.Index]))
            {
                problems.Add(
                    new(
                        Step: null,
                        "Run.FromSkipped",
                        $"With these outputs the run would not reach '{first.Id}'. Pin another output or port of what comes before it."
                    )
                );
                return;
            }

            foreach (var step in missing)
            {
                problems.Add(
                    new(
                        step.Id,
                        "Run.FromMissing",
                        $"'{step.Id}' is not executed, steps that are come after it, and it has no output. Pin one, or name a run that has it."
                    )
                );
            }
        }

        /// <summary>What is known of a step that is not executed.</summary>
        private StepView? Known(PlanStep step) =>
            pins.TryGetValue(step.Id, out var pin) ? pin
            : RerunSeeds.IsReusable(step, recorded) ? recorded[step.Id]
            : null;

        private void Pass(PlanStep step, StepView view)
        {
            foreach (var edge in step.Outgoing)
            {
                _reached[edge.To] |= edge.On switch
                {
                    EdgeCondition.Always => view.Status != StepStatus.Skipped,
                    EdgeCondition.Failure => view.Status.IsFailure(),
                    _ => view.Status == StepStatus.Succeeded && (edge.Port is null || edge.Port == view.Port),
                };
            }
        }

        /// <summary>Some steps, and those that lead to one of them.</summary>
        private bool[] Leading(bool[] to)
        {
            var leading = (bool[])to.Clone();
            foreach (var step in InOrder().AsEnumerable().Reverse())
            {
                leading[step.Index] |= step.Outgoing.Any(edge => leading[edge.To]);
            }

            return leading;
        }

        /// <summary>The steps, each behind those that lead to it.</summary>
        private List<PlanStep> InOrder()
        {
            var open = scope.Steps.Select(static step => step.IncomingCount).ToArray();
            var order = scope.Roots.Select(index => scope.Steps[index]).ToList();
            for (var next = 0; next < order.Count; next++)
            {
                order.AddRange(
                    order[next].Outgoing.Where(edge => --open[edge.To] == 0).Select(edge => scope.Steps[edge.To])
                );
            }

            return order;
        }
    }
}

/// <summary>Why a run cannot be started with what was pinned.</summary>
/// <param name="Step">The step that is or should be pinned; null for where the run begins.</param>
/// <param name="Code">What programs read.</param>
/// <param name="Message">For people.</param>
public sealed record PinProblem(string? Step, string Code, string Message);
