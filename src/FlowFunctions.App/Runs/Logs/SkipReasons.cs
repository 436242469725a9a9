using FlowFunctions.Engine.Machine;
using FlowFunctions.Engine.Steps;
using FlowFunctions.Flows.Plans;

namespace FlowFunctions.App.Runs.Logs;

/// <summary>Puts into words why steps were skipped.</summary>
internal sealed class SkipReasons
{
    private const int MaxNamed = 3;
    private readonly Dictionary<PlanStep, PlanScope> _scopes = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<string, (StepStatus Status, string? Port)> _ended = new(StringComparer.Ordinal);

    public SkipReasons(Plan plan) => Note(plan.Root);

    /// <summary>A step has ended.</summary>
    public void Note(StepInstance step, StepStatus status) => _ended[step.Path] = (status, step.Port);

    /// <summary>Why a step was skipped.</summary>
    public string Of(StepInstance step)
    {
        var prefix = step.Path[..^step.Plan.Id.Length];
        var reasons = _scopes[step.Plan]
            .Steps.SelectMany(source =>
                source.Outgoing.Where(edge => edge.To == step.Plan.Index).Select(edge => OfEdge(prefix, source, edge))
            )
            .OfType<string>()
            .Distinct(StringComparer.Ordinal)
            .Take(MaxNamed)
            .ToArray();
        return reasons.Length == 0
            ? "Skipped because the run was ending."
            : $"Skipped because {string.Join(" and ", reasons)}.";
    }

    private string? OfEdge(string prefix, PlanStep source, PlanEdge edge)
    {
        if (!_ended.TryGetValue(prefix + source.Id, out var end))
        {
            return null;
        }

        return end.Status switch
        {
            StepStatus.Skipped => $"'{source.Id}' was skipped",
            StepStatus.Cancelled => $"'{source.Id}' was cancelled",
            StepStatus.Failed or StepStatus.TimedOut => edge.On == EdgeCondition.Success
                ? $"'{source.Id}' did not succeed"
                : null,
            _ when edge.On == EdgeCondition.Failure => $"'{source.Id}' did not fail",
            _ when edge.Port is not null && edge.Port != end.Port => $"'{source.Id}' went on through '{end.Port}'",
            _ => null,
        };
    }

    private void Note(PlanScope scope)
    {
        foreach (var step in scope.Steps)
        {
            _scopes[step] = scope;
            if (step.Body is { } body)
            {
                Note(body);
            }
        }
    }
}
