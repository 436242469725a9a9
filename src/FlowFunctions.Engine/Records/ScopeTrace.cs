using FlowFunctions.Engine.Machine;

namespace FlowFunctions.Engine.Records;

/// <summary>The steps reached of a run or of an iteration, also when the machine does not need them any more.</summary>
internal sealed class ScopeTrace(int steps)
{
    // A place more for the pseudo-step that evaluates the scope's output.
    private readonly StepTrace?[] _steps = new StepTrace?[steps + 1];

    /// <summary>The trace of a step; a new one when the step has begun anew in a new attempt of its loop.</summary>
    public StepTrace this[StepInstance step]
    {
        get
        {
            ref var trace = ref _steps[step.Plan.Index];
            return trace?.Step == step ? trace : trace = new StepTrace(step);
        }
    }

    /// <summary>The trace of a step; null when the step was not reached or has begun anew.</summary>
    public StepTrace? Find(StepInstance step) =>
        _steps[step.Plan.Index] is { } trace && trace.Step == step ? trace : null;

    /// <summary>The steps in plan order, each loop followed by the steps of its iterations.</summary>
    public IEnumerable<StepTrace> All()
    {
        foreach (var step in _steps)
        {
            if (step is null || step.Step.IsOutput)
            {
                continue;
            }

            yield return step;
            foreach (var inner in step.Iterations.Values.SelectMany(static iteration => iteration.All()))
            {
                yield return inner;
            }
        }
    }
}
