using FlowFunctions.Engine.Contracts;
using FlowFunctions.Engine.Machine;
using FlowFunctions.Engine.Steps;

namespace FlowFunctions.Cli.Tests.Run;

/// <summary>Tells when a step of the run <c>run</c> waits, or when the run has ended without.</summary>
internal sealed class WaitRecorder : IRunRecorder
{
    private readonly TaskCompletionSource _waiting = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task Waiting => _waiting.Task;

    public void Record(RunState state, RunEvent runEvent, CommandBuffer effects)
    {
        if (
            state.RunId == "run"
            && (
                state.Result is not null
                || effects.Transitions.Any(static change => change.Status == StepStatus.Waiting)
            )
        )
        {
            _waiting.TrySetResult();
        }
    }
}
