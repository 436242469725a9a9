using FlowFunctions.Cli.Graph;
using FlowFunctions.Engine.Machine;
using FlowFunctions.Engine.Steps;
using FlowFunctions.Flows.Plans;

namespace FlowFunctions.Cli.Run.Progress;

/// <summary>How far a run, a called flow or one iteration of a loop has come.</summary>
/// <param name="plan">The steps.</param>
/// <param name="prefix">What stands before their ids in their paths.</param>
/// <param name="loop">The loop that this is an iteration of, or null.</param>
internal sealed class ScopeProgress(PlanScope plan, string prefix, StepProgress? loop = null)
{
    private readonly StepProgress _output = new(plan.Output, prefix + plan.Output.Id);
    private int _active;
    private bool _isCounted;

    /// <summary>The steps in the order of the plan.</summary>
    public IReadOnlyList<StepProgress> Steps { get; } =
    [.. plan.Steps.Select(step => new StepProgress(step, prefix + step.Id))];

    /// <summary>The loop that this is an iteration of, or null.</summary>
    public StepProgress? Loop => loop;

    /// <summary>Whether a step has been reached and has not ended.</summary>
    public bool IsActive => _active > 0;

    public StepProgress Find(string id) => Steps.First(step => step.Plan.Id == id);

    /// <summary>Takes over what the engine says of one of its steps.</summary>
    public StepProgress Update(StepInstance step, StepStatus status, DateTimeOffset at, string runId)
    {
        var progress = step.IsOutput ? _output : Steps[step.Plan.Index];
        _active -= progress.IsActive ? 1 : 0;
        progress.Update(step, status, at, runId);
        _active += progress.IsActive ? 1 : 0;
        return progress;
    }

    /// <summary>Counts it among the finished iterations of its loop, or takes it out again.</summary>
    public void Count()
    {
        if (loop is not null && _isCounted == IsActive)
        {
            _isCounted = !IsActive;
            loop.Finished += _isCounted ? 1 : -1;
        }
    }

    /// <summary>The steps in the order in which they can run.</summary>
    public IReadOnlyList<StepProgress> InOrder =>
        field ??= [.. GraphLayers.InOrder(plan).Select(step => Steps[step.Index])];

    /// <summary>All steps reached so far, each loop and call followed by what is in it.</summary>
    public IEnumerable<StepProgress> Reached()
    {
        foreach (var step in InOrder.Where(static step => step.IsReached))
        {
            yield return step;
            foreach (var inner in step.Inner().SelectMany(static scope => scope.Reached()))
            {
                yield return inner;
            }
        }
    }
}
