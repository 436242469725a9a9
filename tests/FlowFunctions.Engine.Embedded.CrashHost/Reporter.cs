using System.Text;
using FlowFunctions.Engine.Contracts;
using FlowFunctions.Engine.Machine;
using FlowFunctions.Engine.Payloads;
using FlowFunctions.Engine.Steps;

namespace FlowFunctions.Engine.Embedded.CrashHost;

/// <summary>Steps whose effect is a line, and a recorder that says which of them are durably done.</summary>
internal sealed class Reporter : IStepExecutor, IRunRecorder
{
    private static readonly Lock Lock = new();
    private static readonly Stream Output = Console.OpenStandardOutput();

    public static void Say(string line)
    {
        // One write for a line, so that a kill cuts at most the last one.
        var bytes = Encoding.UTF8.GetBytes(line + "\n");
        lock (Lock)
        {
            Output.Write(bytes);
        }
    }

    public ValueTask<StepOutcome> ExecuteAsync(StepRequest request, CancellationToken cancellationToken)
    {
        Say($"executed {request.Identity}");
        return ValueTask.FromResult(ExecutePure(request));
    }

    public StepOutcome ExecutePure(StepRequest request) => new StepOutcome.Succeeded(Payload.Null);

    public void Record(RunState state, RunEvent runEvent, CommandBuffer effects)
    {
        foreach (var transition in effects.Transitions)
        {
            if (transition.Status == StepStatus.Succeeded && transition.Step.Path[0] != '$')
            {
                Say($"done {state.RunId}/{transition.Step.Path}/{transition.Step.Attempt}");
            }
        }
    }
}
