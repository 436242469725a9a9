using FlowFunctions.Engine.Payloads;
using FlowFunctions.Engine.Runs;
using FlowFunctions.Engine.Steps;

namespace FlowFunctions.Engine.Machine;

/// <summary>Child runs: called flows and parts of long loops.</summary>
internal readonly ref partial struct Turn
{
    private void Call(StepInstance step, StepOutcome.Calling calling)
    {
        if (_state.Start!.Depth >= RunState.MaxCallDepth)
        {
            EndAttempt(step, TooDeep(calling.FlowId), timedOut: false);
            return;
        }

        step.PendingCommand = OpenChild(step, calling.FlowId, calling.Input, chunk: null);
        var childRunId = ChildRunId(step.PendingCommand);
        step.Wait = new StepWait(_now, Until: null, Signal: null, childRunId, Details: null);
        Change(step, StepStatus.Waiting);
    }

    private static StepError TooDeep(string flowId) =>
        new()
        {
            Code = ErrorCodes.SubflowTooDeep,
            Message =
                $"Flows call each other more than {RunState.MaxCallDepth} deep; '{flowId}' is not called. Does a flow call itself without end?",
        };

    private int OpenChild(StepInstance step, string? flowId, Payload input, LoopChunk? chunk)
    {
        var id = NextId();
        if (chunk is not null)
        {
            chunk = chunk with
            {
                Outer = StepScopes.PositionOf(_state, step),
                Captured = StepScopes.Capture(_state, step),
            };
        }

        Emit(new StartChild(id, step, ChildRunId(id), flowId, input, chunk), awaited: true);
        return id;
    }

    private string ChildRunId(int commandId) => $"{_state.RunId}{RunIds.ChildSeparator}{commandId}";

    private void CompleteChild(ChildCompleted completed)
    {
        if (_state.Pending.Find(completed.CommandId) is not StartChild child)
        {
            return;
        }

        _state.Pending.Remove(completed.CommandId);
        if (child.Chunk is not null)
        {
            CompleteLoopChild(child.Step, child.Step.Loop!, child, completed.Result);
        }
        else
        {
            CompleteCall(child.Step, completed.Result);
        }
    }

    private void CompleteCall(StepInstance step, RunResult result)
    {
        step.PendingCommand = 0;
        step.Wait = null;
        if (result.Status != RunStatus.Succeeded)
        {
            var error = ErrorOf(result);
            EndAttempt(step, error with { Step = $"{step.Path}/{error.Step}".TrimEnd('/') }, timedOut: false);
        }
        else if (step.IsDrained)
        {
            End(step, StepStatus.Cancelled);
        }
        else
        {
            Resume(step, new StepResume.Called(result.Output ?? Payload.Null));
        }
    }

    private static StepError ErrorOf(RunResult result) =>
        result.Error
        ?? new StepError
        {
            Code = result.Status == RunStatus.Cancelled ? ErrorCodes.Cancelled : ErrorCodes.StepProtocol,
            Message = $"The child run ended as {result.Status}.",
        };
}
